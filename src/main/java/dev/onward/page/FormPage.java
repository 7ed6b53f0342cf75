package dev.onward.page;

import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.http.Templates;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The page for people: a form made from what the model says of itself, the answer above it, and a place to drop a file.
 * A model that is not tabular has a page without them, which says why.
 */
final class FormPage {

    private final ModelRepository models;
    private final Views views;
    private final Templates templates;
    private final Settings settings;

    FormPage(ModelRepository models, Views views, Templates templates, Settings settings) {
        this.models = models;
        this.views = views;
        this.templates = templates;
        this.settings = settings;
    }

    /** What was typed, and what came of it. */
    private record Filled(
            Map<String, List<String>> typed, Optional<Prediction> answer, Optional<InvalidInputException> fault) {}

    /** The form, filled with what the query string says: a link can so carry an example. */
    void show(Model model, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        if (model.isTabular()) {
            Map<String, List<String>> typed = request.queryFields();
            render(request, model, new Filled(typed, Optional.empty(), Optional.empty()));
        } else {
            templates.send(request, "no-form", variables(model, request));
        }
    }

    /** The form with its answer, or with the problems beside their fields; either way with what was typed. */
    void answer(Model model, RequestContext request) throws IOException {
        request.accepts(List.of(MediaTypes.HTML));
        request.contentType(List.of(MediaTypes.FORM));
        Map<String, List<String>> typed = request.formFields(settings.bodyLimit());
        try {
            Table table = FormRow.read(typed, model.schema());
            Prediction prediction = model.predict(table);
            request.recordRows(prediction.rows());
            render(request, model, new Filled(typed, Optional.of(prediction), Optional.empty()));
        } catch (InvalidInputException e) {
            request.status(400);
            render(request, model, new Filled(typed, Optional.empty(), Optional.of(e)));
        }
    }

    private void render(RequestContext request, Model model, Filled filled)
            throws IOException {
        Schema schema = model.schema();
        Map<String, Object> variables = variables(model, request);
        variables.put(
                "fields",
                Field.of(
                        schema,
                        filled.typed(),
                        filled.fault().map(InvalidInputException::problems).orElse(List.of())));
        variables.put(
                "notices", filled.fault().map(fault -> Notice.of(schema, fault)).orElse(List.of()));
        variables.put("answer", filled.answer().map(Answer::of).orElse(null));
        templates.send(request, "form", variables);
    }

    /** What every page about a model shows, with or without a form. */
    private Map<String, Object> variables(Model model, RequestContext request) {
        ModelView view = views.of(model);
        ModelAddress path = ModelAddress.of(request);
        String predictions = request.baseUrl() + path.predictions();
        Catalogue catalogue = models.catalogue();
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("model", view);
        variables.put("page", path.page());
        variables.put("predictions", path.predictions());
        boolean wantsKey = !settings.apiKeys().isEmpty();
        variables.put("curlJson", view.form().curl().json(predictions, wantsKey));
        variables.put("curlCsv", Curl.csv(predictions, wantsKey));
        variables.put("isCard", path.name().isPresent());
        variables.put("isOneOfMany", catalogue.names().size() > 1);
        variables.put("versions", VersionLine.of(catalogue, model.name()));
        variables.put("failures", catalogue.unserved(model.name()));
        return variables;
    }
}
