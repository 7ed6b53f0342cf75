package dev.onward.page.form;

import dev.onward.http.Messages;
import dev.onward.http.UrlEncoding;
import dev.onward.page.answer.FlipView;
import dev.onward.page.answer.PredictionView;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The form with the values that a user entered, and either the prediction for them or the problems with them. */
record FormView(
        List<FieldView> fields,
        Map<String, List<String>> values,
        List<ProblemView> problems,
        Optional<PredictionView> prediction) {

    static final int MAX_FIELDS = 100;

    /** Longer addresses are refused by some servers and proxies, in characters. */
    private static final int MAX_LINK_LENGTH = 4_000;

    /** The form before it is submitted, filled in with the given values. */
    static FormView of(Schema schema, Map<String, List<String>> values, Messages messages) {
        return new FormView(FieldView.of(schema, values, List.of(), messages), values, List.of(), Optional.empty());
    }

    static FormView of(Schema schema, Map<String, List<String>> values, PredictionView prediction, Messages messages) {
        return new FormView(
                FieldView.of(schema, values, List.of(), messages), values, List.of(), Optional.of(prediction));
    }

    static FormView of(Schema schema, Map<String, List<String>> values, InvalidInputException e, Messages messages) {
        return new FormView(
                FieldView.of(schema, values, e.problems(), messages),
                values,
                ProblemView.of(schema, e, messages),
                Optional.empty());
    }

    /** The fields that are shown: a page with thousands of them could not be used. */
    public List<FieldView> shownFields() {
        return fields.subList(0, Math.min(fields.size(), MAX_FIELDS));
    }

    /** The number of features without a field. */
    public long hiddenCount() {
        return (long) fields.size() - shownFields().size();
    }

    /** The values of the features without a field, by name. */
    public Map<String, String> hiddenValues() {
        Map<String, String> hidden = new LinkedHashMap<>();
        fields.stream().skip(MAX_FIELDS).map(field -> field.feature().name()).forEach(name -> {
            if (!value(name).isBlank()) {
                hidden.put(name, value(name));
            }
        });
        return hidden;
    }

    /** The prediction in a few words; empty if nothing was predicted. */
    public String brief() {
        return prediction.map(PredictionView::brief).orElse("");
    }

    /** True if there is neither a prediction nor a problem. */
    public boolean isEmpty() {
        return problems.isEmpty() && prediction.isEmpty();
    }

    /** The title of the page, which screen readers announce first: with the answer or the number of problems. */
    String pageTitle(String model, Messages messages) {
        if (!problems.isEmpty()) {
            return messages.count("title.problems", problems.size(), model);
        }
        return prediction
                .map(view -> messages.text("title.answer", view.headline().inWords(), model))
                .orElse(model);
    }

    /** The query string that leads to this prediction; empty without a prediction, or if it would be too long. */
    Optional<String> link(Schema schema) {
        return prediction.flatMap(view -> link(schema, Map.of()));
    }

    /** The query string that leads to the prediction for the same row with other values of some features. */
    private Optional<String> link(Schema schema, Map<String, String> changed) {
        String query = schema.names().stream()
                .map(name -> Map.entry(name, changed.getOrDefault(name, value(name))))
                .filter(field -> !field.getValue().isBlank())
                .map(field -> UrlEncoding.encode(field.getKey()) + "=" + UrlEncoding.encode(field.getValue()) + "&")
                .collect(Collectors.joining("", "", FormHandlers.ANSWER));
        return Optional.of(query).filter(found -> found.length() <= MAX_LINK_LENGTH);
    }

    /** The query string that leads to the prediction after a change. */
    Optional<String> link(Schema schema, FlipView.Change change) {
        return link(schema, Map.of(change.feature().name(), change.typed()));
    }

    private String value(String name) {
        return values.getOrDefault(name, List.of("")).get(0);
    }
}
