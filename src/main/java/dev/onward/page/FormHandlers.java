package dev.onward.page;

import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailOptions;
import dev.onward.details.PredictionDetails;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.http.UrlEncoding;
import dev.onward.http.body.BodyException;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.ExampleRow;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.FileScoring;
import dev.onward.serving.RequestDetails;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of a model: a form, its prediction, and the model's card. A model that is not tabular has no form. */
final class FormHandlers {

    /** The field of a query string that asks for the answer to its other fields, unless a feature has this name. */
    static final String ANSWER = "answer";

    /** The field of a query string with which the body has a pasted row instead of a field for each feature. */
    private static final String PASTE = "paste";

    /** The field of such a body, and the variable with its text. */
    private static final String PASTED = "pasted";

    /** The template for tabular models. */
    private static final String FORM = "form";

    /** The template for all others. */
    private static final String NO_FORM = "no-form";

    /** A program with a longer row would not be read. */
    private static final int MAX_CODE_FEATURES = 100;

    /** As for all responses, but with the page's own script, which sends requests to this application only. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ModelRepository models;
    private final Templates templates;
    private final Settings settings;
    private final FileScoring files;

    FormHandlers(ModelRepository models, Templates templates, Settings settings) {
        this.models = models;
        this.templates = templates;
        this.settings = settings;
        files = new FileScoring(settings);
    }

    /**
     * Sends the form, filled in with the fields of the query string, so that a link can hold an example; also with the
     * prediction if the query string asks for it.
     */
    void show(Model model, RequestDetails details, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        if (!model.isTabular()) {
            templates.send(request, NO_FORM, withoutForm(model, ModelUrls.of(request)));
            return;
        }
        Map<String, List<String>> values = new LinkedHashMap<>(request.queryFields());
        if (canLink(model) && values.remove(ANSWER) != null) {
            answer(model, details, values, request);
        } else {
            sendForm(request, model, FormView.of(model.schema(), values));
        }
    }

    /** Returns whether a query string can ask for the answer. */
    static boolean canLink(Model model) {
        return model.schema().position(ANSWER) < 0;
    }

    /** Sends the form with the prediction, or with the problems beside their fields; both with the values entered. */
    void predict(Model model, RequestDetails details, RequestContext request) throws IOException {
        if (request.contentType(List.of(MediaTypes.FORM, MediaTypes.MULTIPART)).equals(MediaTypes.MULTIPART)) {
            scoreFile(model, details, request);
            return;
        }
        request.accepts(List.of(MediaTypes.HTML));
        Map<String, List<String>> fields = request.formFields(settings.bodyLimit());
        if (request.queryFields().containsKey(PASTE)) {
            answerPasted(
                    model, details, fields.getOrDefault(PASTED, List.of("")).get(0), request);
        } else {
            answer(model, details, fields, request);
        }
    }

    private void answerPasted(Model model, RequestDetails details, String text, RequestContext request)
            throws IOException {
        Map<String, List<String>> values;
        try {
            values = PastedRow.read(text, model.schema());
        } catch (InvalidInputException e) {
            request.status(400);
            Map<String, Object> variables = withForm(
                    model,
                    ModelUrls.of(request),
                    request.baseUrl(),
                    new Content(FormView.of(model.schema(), Map.of(), e), Optional.empty()));
            variables.put(PASTED, text);
            send(request, variables);
            return;
        }
        answer(model, details, values, request);
    }

    /** Sends the predictions for a file as a download, or the form with the problems of the file. */
    private void scoreFile(Model model, RequestDetails details, RequestContext request) throws IOException {
        // A model that is not tabular has no form to show problems on.
        FormView form = FormView.of(model.schema(), Map.of());
        try {
            files.sendUpload(model, details.source(DetailOptions.DEFAULT), FormHandlers::summary, request);
        } catch (InvalidInputException e) {
            List<String> listed = e.problems().stream()
                    .limit(ProblemView.MAX_LISTED)
                    .map(problem -> problem.text(e.unit()))
                    .toList();
            request.status(400);
            sendForm(request, model, form, FileProblems.of(listed, e.total()));
        } catch (BodyException e) {
            if (e.status() != 400 && e.status() != 413) {
                throw e;
            }
            request.status(e.status());
            sendForm(request, model, form, FileProblems.of(List.of(String.valueOf(e.getMessage())), 1));
        }
    }

    /** The end of a file's name: without a script, nothing else of the response is seen. */
    private static String summary(CsvScorer.Count count) {
        String rows = "-scored-" + count.rows() + (count.rows() == 1 ? "-row" : "-rows");
        return count.badRows() == 0
                ? rows
                : rows + "-" + count.badRows() + (count.badRows() == 1 ? "-problem" : "-problems");
    }

    /** Sends a CSV file with the names of the features and the example rows, to be filled in. */
    void csvTemplate(Model model, RequestContext request) throws IOException {
        String csv = ExampleRow.csv(ExampleRow.of(model), model.schema().names());
        String name = UrlEncoding.encode(model.name());
        request.header("Content-Disposition", "attachment; filename*=UTF-8''" + name + "-template.csv");
        request.send("text/csv;charset=UTF-8", csv.getBytes(StandardCharsets.UTF_8));
    }

    private void answer(Model model, RequestDetails details, Map<String, List<String>> values, RequestContext request)
            throws IOException {
        try {
            Table row = FormRow.read(values, model.schema());
            Prediction prediction = model.predict(row);
            PredictionDetails found = details.source(DetailOptions.DEFAULT).of(row, prediction);
            request.record().setRows(prediction.rows());
            PredictionView view = PredictionView.of(prediction, found, model.schema());
            sendForm(request, model, FormView.of(model.schema(), values, view), Optional.of(entered(row)));
        } catch (InvalidInputException e) {
            request.status(400);
            sendForm(request, model, FormView.of(model.schema(), values, e));
        }
    }

    /** Renders the page of a model and discards it. Does not run the model. */
    void warmUp(Model model) throws IOException {
        ModelUrls urls = new ModelUrls(Optional.empty(), Optional.empty());
        if (model.isTabular()) {
            FormView form = FormView.of(model.schema(), Map.of());
            templates.warmUp(FORM, withForm(model, urls, "http://localhost", new Content(form, Optional.empty())));
        } else {
            templates.warmUp(NO_FORM, withoutForm(model, urls));
        }
    }

    private void sendForm(RequestContext request, Model model, FormView form) throws IOException {
        sendForm(request, model, form, Optional.empty());
    }

    private void sendForm(RequestContext request, Model model, FormView form, Optional<ExampleRow> entered)
            throws IOException {
        send(request, withForm(model, ModelUrls.of(request), request.baseUrl(), new Content(form, entered)));
    }

    private void sendForm(RequestContext request, Model model, FormView form, FileProblems problems)
            throws IOException {
        Map<String, Object> variables =
                withForm(model, ModelUrls.of(request), request.baseUrl(), new Content(form, Optional.empty()));
        variables.put("fileProblems", problems);
        variables.put(
                "title",
                "Error: the file cannot be scored - " + ModelView.of(model).title());
        send(request, variables);
    }

    private void send(RequestContext request, Map<String, Object> variables) throws IOException {
        // What was entered can be read again after going back; nobody else may store it.
        request.header("Cache-Control", "private, no-cache");
        request.header("Content-Security-Policy", POLICY);
        templates.send(request, FORM, variables);
    }

    /** @param entered the row that was predicted */
    private record Content(FormView form, Optional<ExampleRow> entered) {}

    /** The values of the only row of a table, without those that are missing. */
    private static ExampleRow entered(Table row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < row.schema().size(); i++) {
            String name = row.schema().feature(i).name();
            row.column(i).value(0).ifPresent(value -> cells.put(name, value));
        }
        return new ExampleRow("", cells);
    }

    private Map<String, Object> withForm(Model model, ModelUrls urls, String baseUrl, Content content) {
        boolean needsKey = !settings.apiKeys().isEmpty();
        String predictions = baseUrl + urls.predictions();
        FormView form = content.form();
        ExampleRow row = content.entered().orElseGet(() -> ExampleRow.of(model).get(0));
        Map<String, Object> variables = variables(model, urls);
        variables.put("form", form);
        variables.put("groups", FieldGroup.of(model.card(), form.shownFields()));
        variables.put("title", form.pageTitle(ModelView.of(model).title()));
        variables.put("link", canLink(model) ? form.link(model.schema()).orElse("") : "");
        variables.put("usage", UsageView.of(model));
        variables.put("page", urls.page());
        variables.put("csvTemplate", urls.csvTemplate());
        variables.put("predictions", urls.predictions());
        variables.put("scriptModel", ScriptModel.json(model));
        variables.put("fileProblems", FileProblems.NONE);
        variables.put(PASTED, "");
        variables.put("needsKey", needsKey);
        variables.put(
                "snippets",
                row.cells().size() > MAX_CODE_FEATURES ? List.of() : new CodeSnippets(predictions, needsKey).of(row));
        variables.put("curlCsv", new CurlCommands(predictions, needsKey).csv());
        return variables;
    }

    private Map<String, Object> withoutForm(Model model, ModelUrls urls) {
        Map<String, Object> variables = variables(model, urls);
        model.notTabularReason().ifPresent(reason -> variables.put("reason", reason));
        return variables;
    }

    /** The variables for the head of the page and the card, which every model has. */
    private Map<String, Object> variables(Model model, ModelUrls urls) {
        Catalogue catalogue = models.catalogue();
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("model", ModelView.of(model));
        variables.put("card", CardView.of(model));
        variables.put("versions", VersionView.of(catalogue, model.name()));
        variables.put("unserved", catalogue.unserved(model.name()));
        variables.put("isOneOfMany", catalogue.names().size() > 1);
        variables.put("about", urls.about());
        return variables;
    }
}
