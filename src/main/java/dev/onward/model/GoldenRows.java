package dev.onward.model;

import dev.onward.model.card.Expected;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.runtime.ModelException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies that a model reproduces its golden rows, like ModelVerification of PMML. */
final class GoldenRows {

    private static final int MAX_LISTED = 5;

    private final Prediction prediction;
    private final double tolerance;
    private final List<String> differences = new ArrayList<>();

    private static final String CORRECT = "; correct the card and add it with \"onward annotate\"";

    private GoldenRows(Prediction prediction, double tolerance) {
        this.prediction = prediction;
        this.tolerance = tolerance;
    }

    /** @throws ModelException if the model does not reproduce its golden rows, with the differences */
    static void verify(Model model, Golden golden, String origin) {
        Prediction prediction = predict(model, golden, origin);
        GoldenRows rows = new GoldenRows(prediction, golden.tolerance());
        for (int row = 0; row < golden.rows().size(); row++) {
            rows.compare(row, golden.rows().get(row).expected());
        }
        List<String> differences = rows.differences;
        if (!differences.isEmpty()) {
            String listed = String.join("; ", differences.subList(0, Math.min(MAX_LISTED, differences.size())));
            String more = differences.size() > MAX_LISTED ? "; and " + (differences.size() - MAX_LISTED) + " more" : "";
            throw new ModelException(origin + ": does not reproduce its golden rows: " + listed + more
                    + "; copy the file again or, if its graph was changed on purpose, add new golden rows with"
                    + " \"onward annotate\"");
        }
    }

    private static Prediction predict(Model model, Golden golden, String origin) {
        try {
            return model.predict(table(model.schema(), golden, origin));
        } catch (InvalidInputException e) {
            throw new ModelException(
                    origin + ": cannot make predictions for its golden rows: " + e.getMessage() + CORRECT, e);
        }
    }

    private void compare(int row, Expected expected) {
        int before = differences.size();
        boolean compared = false;
        if (expected.label().isPresent()) {
            compared = true;
            label(row, expected.label().get());
        }
        Map<String, Double> values = new HashMap<>(expected.values());
        expected.value().ifPresent(value -> values.put("", value));
        for (Numbers kind : List.of(
                new Numbers("probability of ", "probabilities", expected.probabilities()),
                new Numbers("score of ", "scores", expected.scores()),
                new Numbers("", "values", values))) {
            compared |= !kind.expected.isEmpty();
            numbers(row, kind);
        }
        if (!compared && before == differences.size()) {
            add(row, "", "expected a label, probabilities, scores or values, got none");
        }
    }

    /**
     * The expected numbers of one kind.
     *
     * @param prefix of a number's name in messages
     */
    private record Numbers(String prefix, String kind, Map<String, Double> expected) {

        String name(String name) {
            return name.isEmpty() ? "value" : prefix + Text.quote(name);
        }
    }

    private void label(int row, String expected) {
        Optional<String> actual = prediction.match(
                classes -> Optional.of(classes.label(row).name()),
                values -> Optional.empty(),
                outputs -> Optional.empty());
        if (actual.isEmpty()) {
            add(row, "label", "expected " + Text.quote(expected) + ", got a prediction without a label");
        } else if (!actual.get().equals(expected)) {
            add(row, "label", "expected " + Text.quote(expected) + ", got " + Text.quote(actual.get()));
        }
    }

    private void numbers(int row, Numbers numbers) {
        Map<String, Double> actual = actual(row, numbers.kind);
        numbers.expected.forEach((name, expected) -> {
            Double number = actual.get(name);
            // Not "> tolerance", which NaN would pass.
            if (number == null || !(Math.abs(number - expected) <= tolerance)) {
                String got = number != null
                        ? number.toString()
                        : actual.isEmpty() ? "a prediction without " + numbers.kind : "no value with this name";
                add(row, numbers.name(name), "expected " + expected + " to within " + tolerance + ", got " + got);
            }
        });
    }

    /** The row's numbers of this kind by name, with a single value also under ""; empty if it has none. */
    private Map<String, Double> actual(int row, String kind) {
        return prediction.match(
                classes -> kind.equals(classes.areProbabilities() ? "probabilities" : "scores")
                        ? scores(classes, row)
                        : Map.of(),
                values -> kind.equals("values") ? values(values, row) : Map.of(),
                outputs -> Map.of());
    }

    private static Map<String, Double> scores(Prediction.Classes classes, int row) {
        Map<String, Double> actual = new HashMap<>();
        classes.scores().ifPresent(scores -> {
            for (int i = 0; i < scores.columns(); i++) {
                actual.put(classes.labels().get(i).name(), scores.get(row, i));
            }
        });
        return actual;
    }

    private static Map<String, Double> values(Prediction.Values values, int row) {
        Map<String, Double> actual = new HashMap<>();
        for (int i = 0; i < values.values().size(); i++) {
            actual.put(values.values().get(i).name(), values.numbers().get(row, i));
        }
        if (values.values().size() == 1) {
            actual.put("", values.numbers().get(row, 0));
        }
        return actual;
    }

    private void add(int row, String what, String difference) {
        differences.add("row " + (row + 1) + (what.isEmpty() ? "" : ", " + what) + ": " + difference);
    }

    private static Table table(Schema schema, Golden golden, String origin) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < golden.rows().size(); i++) {
            builder.startRow(i + 1L);
            builder.cells(golden.rows().get(i).row());
            builder.endRow();
        }
        try {
            return builder.build();
        } catch (InvalidInputException e) {
            throw new ModelException(
                    origin + ": the golden rows do not match the features: " + e.getMessage() + CORRECT, e);
        }
    }
}
