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

/** The page of a model: a form, its prediction, and the model's card. A model that is not tabular has no form. */
final class FormHandlers {

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
            Map<String, Object> variables = variables(model, request);
            model.notTabularReason().ifPresent(reason -> variables.put("reason", reason));
            templates.send(request, "no-form", variables);
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

    private void sendForm(RequestContext request, Model model, FormView form) throws IOException {
        ModelUrls urls = ModelUrls.of(request);
        CurlCommands curl = new CurlCommands(
                request.baseUrl() + urls.predictions(), !settings.apiKeys().isEmpty());
        Map<String, Object> variables = variables(model, request);
        variables.put("form", form);
        variables.put("usage", UsageView.of(model));
        variables.put("page", urls.page());
        variables.put("predictions", urls.predictions());
        variables.put("curlJson", curl.json(ExampleRow.of(model).get(0).json()));
        variables.put("curlCsv", curl.csv());
        templates.send(request, "form", variables);
    }

    /** The variables for the head of the page and the card, which every model has. */
    private Map<String, Object> variables(Model model, RequestContext request) {
        Catalogue catalogue = models.catalogue();
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("model", ModelView.of(model));
        variables.put("card", CardView.of(model));
        variables.put("versions", VersionView.of(catalogue, model.name()));
        variables.put("unserved", catalogue.unserved(model.name()));
        variables.put("isOneOfMany", catalogue.names().size() > 1);
        // Visitors of a page below /models want to see the card, and visitors of / the form.
        variables.put("isCardOpen", request.pathParameter("model").isPresent());
        return variables;
    }
}
