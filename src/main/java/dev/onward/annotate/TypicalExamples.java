package dev.onward.annotate;

import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Selects rows of data as examples: one for each predicted class, or a low, a middle and a high value. */
final class TypicalExamples {

    private static final int MAX_EXAMPLES = 5;

    private TypicalExamples() {}

    static List<Example> of(Table table, Prediction prediction) {
        List<Example> first = List.of(new Example("a row from the data", CardRows.of(table, 0)));
        return prediction.match(
                classes -> classes(table, classes),
                values -> values.values().size() == 1 ? values(table, values) : first,
                outputs -> first);
    }

    /** For each class the row in the middle of those with this prediction. */
    private static List<Example> classes(Table table, Prediction.Classes classes) {
        List<Example> examples = new ArrayList<>();
        for (Label label : classes.labels()
                .subList(0, Math.min(MAX_EXAMPLES, classes.labels().size()))) {
            int[] rows = IntStream.range(0, classes.rows())
                    .filter(row -> classes.label(row).equals(label))
                    .toArray();
            if (rows.length > 0) {
                examples.add(new Example(label.title(), CardRows.of(table, rows[rows.length / 2])));
            }
        }
        return examples;
    }

    private static List<Example> values(Table table, Prediction.Values values) {
        List<Integer> rows = IntStream.range(0, values.rows())
                .filter(row -> Double.isFinite(values.numbers().get(row, 0)))
                .boxed()
                .sorted(Comparator.comparingDouble(row -> values.numbers().get(row, 0)))
                .toList();
        return rows.isEmpty()
                ? List.of()
                : List.of(
                        new Example("low", CardRows.of(table, rows.get(0))),
                        new Example("middle", CardRows.of(table, rows.get(rows.size() / 2))),
                        new Example("high", CardRows.of(table, rows.get(rows.size() - 1))));
    }
}
