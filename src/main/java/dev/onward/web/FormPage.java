package dev.onward.web;

import dev.onward.format.FormFormat;
import dev.onward.model.Model;
import dev.onward.model.ModelRepository;
import dev.onward.model.Prediction;
import dev.onward.settings.Settings;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The page for people: a form made from what the model says of itself, the answer above it, and a place to drop a file.
 * A model that is not tabular has a page without them, which says why.
 */
final class FormPage {

    private final ModelRepository models;
    private final Pages pages;
    private final Settings settings;

    /** Forgets a model that nobody else holds any more. */
    private final Map<Model, ModelView> views = Collections.synchronizedMap(new WeakHashMap<>());

    FormPage(ModelRepository models, Pages pages, Settings settings) {
        this.models = models;
        this.pages = pages;
        this.settings = settings;
    }

    /** What was typed, and what came of it. */
    private record Filled(
            Map<String, List<String>> typed, Optional<Prediction> answer, Optional<InvalidInputException> fault) {}

    /** The form, filled with what the query string says: a link can so carry an example. */
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Model model = models.required();
        if (model.isTabular()) {
            Map<String, List<String>> typed = FormFields.ofQuery(request);
            render(request, response, model, new Filled(typed, Optional.empty(), Optional.empty()));
        } else {
            MediaTypes.accepted(request, List.of(MediaTypes.HTML));
            pages.write(request, response, "no-form", Map.of("model", view(model)));
        }
    }

    /** The form with its answer, or with the problems beside their fields; either way with what was typed. */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MediaTypes.of(request, List.of(MediaTypes.FORM));
        Map<String, List<String>> typed = FormFields.ofBody(request, settings.bodyLimit());
        Model model = models.required();
        try {
            Table table = FormFormat.read(typed, model.schema());
            render(request, response, model, new Filled(typed, Optional.of(model.predict(table)), Optional.empty()));
        } catch (InvalidInputException e) {
            response.setStatus(400);
            render(request, response, model, new Filled(typed, Optional.empty(), Optional.of(e)));
        }
    }

    private void render(HttpServletRequest request, HttpServletResponse response, Model model, Filled filled)
            throws IOException {
        MediaTypes.accepted(request, List.of(MediaTypes.HTML));
        Schema schema = model.schema();
        ModelView view = view(model);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("model", view);
        variables.put(
                "fields",
                Field.of(
                        schema,
                        filled.typed(),
                        filled.fault().map(InvalidInputException::problems).orElse(List.of())));
        variables.put(
                "notices", filled.fault().map(fault -> Notice.of(schema, fault)).orElse(List.of()));
        variables.put("answer", filled.answer().map(Answer::of).orElse(null));
        variables.put("curlJson", view.form().curl().json(address(request)));
        variables.put("curlCsv", Curl.csv(address(request)));
        pages.write(request, response, "form", variables);
    }

    /** Where the predictions are, seen from where the page was. */
    private static String address(HttpServletRequest request) {
        StringBuffer url = request.getRequestURL();
        String server = url.substring(0, url.length() - request.getRequestURI().length());
        return server + request.getContextPath() + "/predict";
    }

    private ModelView view(Model model) {
        return views.computeIfAbsent(model, ModelView::of);
    }
}
