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
import dev.onward.openapi.Example;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.ExampleTensors;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.FileScoring;
import dev.onward.serving.OptionalDetails;
import dev.onward.serving.RequestDetails;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    /** The field of a query string with which the page has no card, for a script that shows the card already. */
    private static final String PART = "part";

    /** The time that the reasons of an answer may take. They usually take some milliseconds, but more at first. */
    private static final Duration MAX_REASONS_TIME = Duration.ofSeconds(2);

    /** The time of a prediction above which reasons, for which there are thousands, are not computed in advance. */
    private static final Duration MAX_EXAMPLE_TIME = Duration.ofMillis(2);

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
                    Content.of(FormView.of(model.schema(), Map.of(), e)));
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

    private void answer(Model model, RequestDetails details, Map<String, List<String>> fields, RequestContext request)
            throws IOException {
        Map<String, List<String>> values = new LinkedHashMap<>(fields);
        PreviousRow previous = PreviousRow.takeFrom(values, model);
        try {
            Table row = FormRow.read(values, model.schema());
            Prediction prediction = model.predict(row);
            PredictionDetails found = details.source(DetailOptions.DEFAULT).of(row, prediction);
            Reasons reasons = Reasons.of(details.optional(MAX_REASONS_TIME), row, prediction, previous.table(model));
            request.record().setRows(prediction.rows());
            PredictionView view = PredictionView.of(prediction, found, model.schema());
            FormView form = FormView.of(model.schema(), values, view);
            sendForm(request, model, Content.of(form).with(new Answered(row, prediction, reasons)));
        } catch (InvalidInputException e) {
            request.status(400);
            sendForm(
                    request,
                    model,
                    Content.of(FormView.of(model.schema(), values, e)).withPrevious(previous));
        }
    }

    /** Renders the page of a model and discards it, with the reasons of a prediction unless the model is slow. */
    void warmUp(Model model, OptionalDetails details) throws IOException {
        ModelUrls urls = new ModelUrls(Optional.empty(), Optional.empty());
        if (model.isTabular()) {
            Content content = Content.of(FormView.of(model.schema(), Map.of()));
            Optional<Answered> answered =
                    Example.attempt(() -> example(model, details)).flatMap(found -> found);
            templates.warmUp(
                    FORM,
                    withForm(
                            model,
                            urls,
                            "http://localhost",
                            answered.map(content::with).orElse(content)));
        } else {
            templates.warmUp(NO_FORM, withoutForm(model, urls));
        }
    }

    /** An example with its prediction and reasons; empty if the model takes long. */
    private static Optional<Answered> example(Model model, OptionalDetails details) {
        Table row = ExampleRow.of(model).get(0).table(model);
        model.predict(row);
        long start = System.nanoTime();
        Prediction prediction = model.predict(row);
        return System.nanoTime() - start > MAX_EXAMPLE_TIME.toNanos()
                ? Optional.empty()
                : Optional.of(new Answered(row, prediction, Reasons.of(details, row, prediction, Optional.of(row))));
    }

    private void sendForm(RequestContext request, Model model, FormView form) throws IOException {
        sendForm(request, model, Content.of(form));
    }

    private void sendForm(RequestContext request, Model model, Content content) throws IOException {
        send(request, withForm(model, ModelUrls.of(request), request.baseUrl(), content));
    }

    private void sendForm(RequestContext request, Model model, FormView form, FileProblems problems)
            throws IOException {
        Map<String, Object> variables = withForm(model, ModelUrls.of(request), request.baseUrl(), Content.of(form));
        variables.put("fileProblems", problems);
        variables.put(
                "title",
                "Error: the file cannot be scored - " + ModelView.of(model).title());
        send(request, variables);
    }

    private void send(RequestContext request, Map<String, Object> variables) throws IOException {
        variables.put("isPart", request.queryFields().containsKey(PART));
        // What was entered can be read again after going back; nobody else may store it.
        request.header("Cache-Control", "private, no-cache");
        request.header("Content-Security-Policy", POLICY);
        templates.send(request, FORM, variables);
    }

    /** A row with its prediction and the reasons for it. */
    private record Answered(Table row, Prediction prediction, Reasons reasons) {}

    /**
     * The form and the answer.
     *
     * @param previous the row of this answer, or of the last one
     */
    private record Content(FormView form, Optional<Answered> answered, PreviousRow previous) {

        static Content of(FormView form) {
            return new Content(form, Optional.empty(), PreviousRow.NONE);
        }

        Content with(Answered answer) {
            return new Content(form, Optional.of(answer), PreviousRow.of(entered(answer.row())));
        }

        Content withPrevious(PreviousRow row) {
            return new Content(form, answered, row);
        }
    }

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
        ExampleRow row = content.answered()
                .map(answered -> entered(answered.row()))
                .orElseGet(() -> ExampleRow.of(model).get(0));
        Map<String, Object> variables = variables(model, urls);
        variables.put("form", form);
        variables.put("groups", FieldGroup.of(model.card(), form.shownFields()));
        variables.put("title", form.pageTitle(ModelView.of(model).title()));
        variables.put("link", canLink(model) ? form.link(model.schema()).orElse("") : "");
        content.answered().ifPresent(answered -> putReasons(variables, model, form, answered.reasons()));
        variables.put(
                "charts",
                FieldChart.of(
                        model,
                        form.values(),
                        content.answered()
                                .flatMap(answered -> answered.reasons().curves()),
                        content.answered().flatMap(answered -> ExplainedNumber.of(answered.prediction()))));
        variables.put("canCompare", PreviousRow.isPossible(model));
        variables.put("previous", content.previous().json());
        variables.put("usage", UsageView.of(model));
        variables.put("page", urls.page());
        variables.put("csvTemplate", urls.csvTemplate());
        variables.put("predictions", urls.predictions());
        variables.put("scriptModel", ScriptModel.json(model));
        variables.put("fileProblems", FileProblems.NONE);
        variables.put(PASTED, "");
        variables.put("needsKey", needsKey);
        CodeSnippets snippets = new CodeSnippets(predictions, baseUrl + urls.tensors(model), needsKey);
        variables.put(
                "snippets",
                row.cells().size() > MAX_CODE_FEATURES
                        ? List.of()
                        : snippets.of(row, ExampleTensors.request(model, row)));
        variables.put("curlCsv", new CurlCommands(predictions, needsKey).csv());
        return variables;
    }

    private static void putReasons(Map<String, Object> variables, Model model, FormView form, Reasons reasons) {
        variables.put("reasons", reasons);
        Optional<String> link = canLink(model)
                ? reasons.flip().flatMap(FlipView::change).flatMap(change -> form.link(model.schema(), change))
                : Optional.empty();
        variables.put("flipLink", link.orElse(""));
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
