package dev.onward.page;

import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.ExampleRow;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.InvalidInputException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of a model: a form, its prediction, and the model's card. A model that is not tabular has no form. */
final class FormHandlers {

    /** The template for tabular models. */
    private static final String FORM = "form";

    /** The template for all others. */
    private static final String NO_FORM = "no-form";

    private final ModelRepository models;
    private final Templates templates;
    private final Settings settings;

    FormHandlers(ModelRepository models, Templates templates, Settings settings) {
        this.models = models;
        this.templates = templates;
        this.settings = settings;
    }

    /** Sends the form, filled in with the fields of the query string, so that a link can hold an example. */
    void show(Model model, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        if (model.isTabular()) {
            sendForm(request, model, FormView.of(model.schema(), request.queryFields()));
        } else {
            templates.send(request, NO_FORM, withoutForm(model, ModelUrls.of(request)));
        }
    }

    /** Sends the form with the prediction, or with the problems beside their fields; both with the values entered. */
    void predict(Model model, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        request.contentType(List.of(MediaTypes.FORM));
        Map<String, List<String>> values = request.formFields(settings.bodyLimit());
        try {
            Prediction prediction = model.predict(FormRow.read(values, model.schema()));
            request.record().setRows(prediction.rows());
            sendForm(request, model, FormView.of(model.schema(), values, prediction));
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
            templates.warmUp(FORM, withForm(model, urls, "http://localhost", form));
        } else {
            templates.warmUp(NO_FORM, withoutForm(model, urls));
        }
    }

    private void sendForm(RequestContext request, Model model, FormView form) throws IOException {
        templates.send(request, FORM, withForm(model, ModelUrls.of(request), request.baseUrl(), form));
    }

    private Map<String, Object> withForm(Model model, ModelUrls urls, String baseUrl, FormView form) {
        CurlCommands curl = new CurlCommands(
                baseUrl + urls.predictions(), !settings.apiKeys().isEmpty());
        Map<String, Object> variables = variables(model, urls);
        variables.put("form", form);
        variables.put("usage", UsageView.of(model));
        variables.put("page", urls.page());
        variables.put("predictions", urls.predictions());
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
