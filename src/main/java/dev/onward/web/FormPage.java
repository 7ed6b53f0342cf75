package dev.onward.web;

import dev.onward.format.FormFormat;
import dev.onward.model.Model;
import dev.onward.model.ModelRepository;
import dev.onward.model.Prediction;
import dev.onward.settings.Settings;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Table;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page for people: a form made from the model's card, the answer above it, and a place to drop a file. */
final class FormPage {

    private final ModelRepository models;
    private final Pages pages;
    private final Settings settings;

    FormPage(ModelRepository models, Pages pages, Settings settings) {
        this.models = models;
        this.pages = pages;
        this.settings = settings;
    }

    /** The form, filled with what the query string says: a link can so carry an example. */
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        render(request, response, FormFields.ofQuery(request), Optional.empty(), List.of());
    }

    /** The form with its answer, or with the problems beside their fields; either way with what was typed. */
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        MediaTypes.of(request, List.of(MediaTypes.FORM));
        Map<String, List<String>> typed = FormFields.ofBody(request, settings.bodyLimit());
        Model model = models.required();
        try {
            Table table = FormFormat.read(typed, model.schema());
            render(request, response, typed, Optional.of(model.predict(table)), List.of());
        } catch (InvalidInputException e) {
            response.setStatus(400);
            render(request, response, typed, Optional.empty(), e.problems());
        }
    }

    private void render(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, List<String>> typed,
            Optional<Prediction> prediction,
            List<Problem> problems)
            throws IOException {
        MediaTypes.accepted(request, List.of(MediaTypes.HTML));
        Model model = models.required();
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("model", model);
        variables.put("card", model.card());
        variables.put(
                "title",
                model.card().title().isEmpty() ? model.name() : model.card().title());
        variables.put("fields", FormView.fields(model.schema(), typed, problems));
        variables.put("problems", FormView.notices(model.schema(), problems));
        variables.put("metrics", FormView.metrics(model.card()));
        variables.put("examples", FormView.examples(model.card()));
        variables.put("answer", prediction.flatMap(FormView::answer).orElse(null));
        variables.put("curl", FormView.curl(model, request.getRequestURL().toString()));
        variables.put("curlCsv", FormView.curlCsv(request.getRequestURL().toString()));
        pages.write(request, response, "form", variables);
    }
}
