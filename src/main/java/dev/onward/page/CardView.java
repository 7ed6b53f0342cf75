package dev.onward.page;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Value;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables of a model's card: what it takes, what it answers, how often it was right, and on what it was checked.
 *
 * @param confusion how often each class was answered with each, if the card says so
 * @param golden the rows on which it was verified, if it carries any
 */
record CardView(List<Taken> features, List<Answered> answers, Optional<Confusion> confusion, Optional<Golden> golden) {

    static final CardView NONE = new CardView(List.of(), List.of(), Optional.empty(), Optional.empty());

    /** More rows than this nobody reads on a page. */
    private static final int MOST_ROWS = 20;

    /** More categories than this nobody reads in a cell. */
    private static final int MOST_CATEGORIES = 12;

    /**
     * A feature.
     *
     * @param values what it may be
     * @param observed what the training data held of it; empty if that is not known
     */
    record Taken(String name, String title, String unit, String description, String values, String observed) {}

    /** A class or a number that the model answers; what does not apply is empty. */
    record Answered(String name, String title, String unit) {}

    /** @param labels of the columns, which are what was answered */
    record Confusion(String protocol, List<String> labels, List<Line> lines) {

        /** How often a class got each answer. */
        record Line(String label, List<Long> counts) {}
    }

    /** @param more how many rows there are besides those listed; empty if none */
    record Golden(String source, String tolerance, List<Row> rows, String more) {

        /** A row and what it has to give. */
        record Row(String asked, String expected) {}
    }

    /** The card of a model that can be asked. */
    static CardView of(Model model) {
        ModelCard card = model.card();
        return new CardView(
                model.schema().features().stream().map(CardView::taken).toList(),
                answers(model.predict(new TableBuilder(model.schema()).build())),
                card.confusion().map(CardView::confusion),
                card.golden().map(CardView::golden));
    }

    private static Taken taken(Feature feature) {
        return new Taken(
                feature.name(),
                feature.title().equals(feature.name()) ? "" : feature.title(),
                feature.unit(),
                feature.description(),
                values(feature) + (feature.optional() ? ", or missing" : ""),
                feature.observed().map(CardView::observed).orElse(""));
    }

    private static String values(Feature feature) {
        List<String> categories = feature.categories();
        if (!categories.isEmpty()) {
            int others = categories.size() - MOST_CATEGORIES;
            return "one of " + String.join(", ", categories.subList(0, Math.min(MOST_CATEGORIES, categories.size())))
                    + (others > 0 ? ", and " + others + " more" : "");
        }
        return switch (feature.type()) {
            case NUMBER -> "a number";
            case INTEGER -> "a whole number";
            case BOOLEAN -> "true or false";
            case STRING -> "text";
        };
    }

    private static String observed(Observed observed) {
        return Figures.exact(observed.minimum()) + " to " + Figures.exact(observed.maximum()) + ", on average "
                + Figures.rounded(observed.mean());
    }

    /** @param none the answers to no rows, which yet show of what kind they would be */
    private static List<Answered> answers(Prediction none) {
        return none.match(
                classes ->
                        classes.labels().stream().map(CardView::answered).toList(),
                values -> values.values().stream().map(CardView::answered).toList(),
                outputs -> outputs.names().stream()
                        .map(name -> new Answered(name, "", ""))
                        .toList());
    }

    private static Answered answered(Label label) {
        return new Answered(label.name(), label.title().equals(label.name()) ? "" : label.title(), "");
    }

    private static Answered answered(Value value) {
        return new Answered(value.name(), value.title().equals(value.name()) ? "" : value.title(), value.unit());
    }

    private static Confusion confusion(ModelCard.Confusion confusion) {
        List<String> labels = new ArrayList<>(confusion.counts().keySet());
        return new Confusion(
                confusion.protocol(),
                labels,
                labels.stream()
                        .map(label -> line(label, labels, confusion.counts().getOrDefault(label, Map.of())))
                        .toList());
    }

    private static Confusion.Line line(String label, List<String> labels, Map<String, Long> counts) {
        return new Confusion.Line(
                label,
                labels.stream().map(answer -> counts.getOrDefault(answer, 0L)).toList());
    }

    private static Golden golden(ModelCard.Golden golden) {
        int others = golden.rows().size() - MOST_ROWS;
        return new Golden(
                golden.source(),
                Figures.exact(golden.tolerance()),
                golden.rows().stream()
                        .limit(MOST_ROWS)
                        .map(row -> new Golden.Row(json(row.row()), expected(row.expected())))
                        .toList(),
                others > 0 ? "and " + Figures.count(others, "more", "more") : "");
    }

    private static String expected(ModelCard.Expected expected) {
        List<String> parts = new ArrayList<>();
        if (!expected.label().isEmpty()) {
            parts.add("label " + expected.label());
        }
        expected.value().ifPresent(value -> parts.add(readable(value)));
        for (Map<String, Double> numbers : List.of(expected.probabilities(), expected.scores(), expected.values())) {
            numbers.forEach((name, number) -> parts.add(name + ": " + readable(number)));
        }
        return String.join(", ", parts);
    }

    private static String readable(double number) {
        return Figures.readable(Double.toString(number));
    }

    private static String json(Map<String, Object> row) {
        return row.entrySet().stream()
                .map(cell -> JsonGenerators.literal(cell.getKey()) + ": " + JsonGenerators.literal(cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
