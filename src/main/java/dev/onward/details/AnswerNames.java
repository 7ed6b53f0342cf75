package dev.onward.details;

import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import dev.onward.table.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names and titles of the classes or values that a model predicts. */
final class AnswerNames {

    private static final int MAX_LISTED = 20;

    private AnswerNames() {}

    /**
     * The reason why a requested class or value does not exist; empty if it does, or if outputs have no known meaning.
     */
    static Optional<String> problem(String answer, Prediction prediction) {
        List<String> names = prediction.match(
                classes -> classes.labels().stream().map(Label::name).toList(),
                values -> values.values().stream().map(Value::name).toList(),
                outputs -> List.of(answer));
        return names.contains(answer)
                ? Optional.empty()
                : Optional.of("expected " + listed(names) + ", got " + Text.quote(answer));
    }

    /** The title of a class or value; its name if it has none. */
    static String title(String name, Prediction prediction) {
        return prediction
                .match(
                        classes -> classes.labels().stream()
                                .filter(label -> label.name().equals(name))
                                .map(Label::title),
                        values -> values.values().stream()
                                .filter(value -> value.name().equals(name))
                                .map(Value::title),
                        outputs -> Stream.of(name))
                .findFirst()
                .orElse(name);
    }

    /** The first names in quotation marks. */
    static String listed(List<String> names) {
        return (names.size() == 1 ? "" : "one of ")
                + names.stream().limit(MAX_LISTED).map(Text::quote).collect(Collectors.joining(", "))
                + (names.size() > MAX_LISTED ? ", …" : "");
    }
}
