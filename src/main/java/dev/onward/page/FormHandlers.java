package dev.onward.page;

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

    /** The template for tabular models. */
    private static final String FORM = "form";

    /** The template for all others. */
    private static final String NO_FORM = "no-form";

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
        answer(model, details, request.formFields(settings.bodyLimit()), request);
    }

    /** Sends the predictions for a file as a download, or the form with the problems of the file. */
    private void scoreFile(Model model, RequestDetails details, RequestContext request) throws IOException {
        // A model that is not tabular has no form to show problems on.
        FormView form = FormView.of(model.schema(), Map.of());
        try {
            files.sendUpload(model, details.source(DetailOptions.DEFAULT), request);
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
            sendForm(request, model, FormView.of(model.schema(), values, view));
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
            Map<String, Object> variables = withForm(model, urls, "http://localhost", form);
            variables.put("fileProblems", FileProblems.NONE);
            templates.warmUp(FORM, variables);
        } else {
            templates.warmUp(NO_FORM, withoutForm(model, urls));
        }
    }

    private void sendForm(RequestContext request, Model model, FormView form) throws IOException {
        sendForm(request, model, form, FileProblems.NONE);
    }

    private void sendForm(RequestContext request, Model model, FormView form, FileProblems problems)
            throws IOException {
        // What was entered can be read again after going back; nobody else may store it.
        request.header("Cache-Control", "private, no-cache");
        request.header("Content-Security-Policy", POLICY);
        Map<String, Object> variables = withForm(model, ModelUrls.of(request), request.baseUrl(), form);
        variables.put("fileProblems", problems);
        if (!problems.isEmpty()) {
            variables.put(
                    "title",
                    "Error: the file cannot be scored - " + ModelView.of(model).title());
        }
        templates.send(request, FORM, variables);
    }

    private Map<String, Object> withForm(Model model, ModelUrls urls, String baseUrl, FormView form) {
        CurlCommands curl = new CurlCommands(
                baseUrl + urls.predictions(), !settings.apiKeys().isEmpty());
        Map<String, Object> variables = variables(model, urls);
        variables.put("form", form);
        variables.put("title", form.pageTitle(ModelView.of(model).title()));
        variables.put("link", canLink(model) ? form.link(model.schema()).orElse("") : "");
        variables.put("usage", UsageView.of(model));
        variables.put("page", urls.page());
        variables.put("csvTemplate", urls.csvTemplate());
        variables.put("curlJson", curl.json(ExampleRow.of(model).get(0).json()));
        variables.put("curlCsv", curl.csv());
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
        // Visitors of a page below /models want to see the card, and visitors of / the form.
        variables.put("isCardOpen", urls.name().isPresent());
        return variables;
    }
}
