package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.Settings;
import dev.onward.table.FormRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
    private final Pages pages;
    private final Settings settings;

    FormPage(ModelRepository models, Views views, Pages pages, Settings settings) {
        this.models = models;
        this.views = views;
        this.pages = pages;
        this.settings = settings;
    }

    /** What was typed, and what came of it. */
    private record Filled(
            Map<String, List<String>> typed, Optional<Prediction> answer, Optional<InvalidInputException> fault) {}

    /** The form, filled with what the query string says: a link can so carry an example. */
    void show(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        MediaTypes.accepted(request, List.of(MediaTypes.HTML));
        if (model.isTabular()) {
            Map<String, List<String>> typed = FormFields.ofQuery(request);
            render(request, response, model, new Filled(typed, Optional.empty(), Optional.empty()));
        } else {
            pages.write(request, response, "no-form", variables(model, request));
        }
    }

    /** The form with its answer, or with the problems beside their fields; either way with what was typed. */
    void answer(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        MediaTypes.accepted(request, List.of(MediaTypes.HTML));
        MediaTypes.of(request, List.of(MediaTypes.FORM));
        Map<String, List<String>> typed = FormFields.ofBody(request, settings.bodyLimit());
        try {
            Table table = FormRow.read(typed, model.schema());
            Prediction prediction = model.predict(table);
            Exchange.of(request).rows(prediction.rows());
            render(request, response, model, new Filled(typed, Optional.of(prediction), Optional.empty()));
        } catch (InvalidInputException e) {
            response.setStatus(400);
            render(request, response, model, new Filled(typed, Optional.empty(), Optional.of(e)));
        }
    }

    private void render(HttpServletRequest request, HttpServletResponse response, Model model, Filled filled)
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
        pages.write(request, response, "form", variables);
    }

    /** What every page about a model shows, with or without a form. */
    private Map<String, Object> variables(Model model, HttpServletRequest request) {
        ModelView view = views.of(model);
        ModelPath path = ModelPath.of(request);
        String predictions = server(request) + path.predictions();
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

    /** Where the application is, seen from where the page was. */
    private static String server(HttpServletRequest request) {
        StringBuffer url = request.getRequestURL();
        String server = url.substring(0, url.length() - request.getRequestURI().length());
        return server + request.getContextPath();
    }
}
