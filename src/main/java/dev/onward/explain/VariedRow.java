package dev.onward.explain;

import dev.onward.model.Model;
import dev.onward.model.PartialPrediction;
import dev.onward.model.Prediction;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Predictions for a row of which a single feature is changed. */
final class VariedRow {

    private final Model model;
    private final Table table;
    private final int row;

    VariedRow(Model model, Table table, int row) {
        this.model = model;
        this.table = table;
        this.row = row;
    }

    /**
     * Another value of a feature.
     *
     * @param feature its position in the table
     * @param value a Double, Long, Boolean or String, by the type of the feature
     */
    record Change(int feature, Object value) {}

    /** @throws IllegalArgumentException if the table has no such feature */
    int position(FeatureRange range) {
        int position = table.schema().position(range.feature());
        if (position < 0) {
            throw new IllegalArgumentException(
                    "expected the range of a feature of the model, got " + Text.quote(range.feature()));
        }
        return position;
    }

    DataType type(int feature) {
        return table.schema().feature(feature).type();
    }

    /** The value of a feature in the row itself. */
    Optional<Object> value(int feature) {
        return table.column(feature).value(row);
    }

    /** The value of a feature as its type, which for an integer is rounded; empty if the model does not accept it. */
    Optional<Change> change(int feature, double number) {
        boolean isInteger = type(feature) == DataType.INTEGER;
        double rounded = isInteger ? Math.rint(number) : number;
        return table.schema().feature(feature).accepts().contains(rounded)
                ? Optional.of(new Change(feature, isInteger ? (Object) (long) rounded : (Object) rounded))
                : Optional.empty();
    }

    /** A category as the type of the feature; empty if it is not of this type. */
    Optional<Change> change(int feature, String category) {
        try {
            return switch (type(feature)) {
                case STRING -> Optional.of(new Change(feature, category));
                case BOOLEAN -> Optional.of(new Change(feature, Boolean.parseBoolean(category)));
                case NUMBER, INTEGER -> change(feature, Double.parseDouble(category));
            };
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Predicts the row with each of the changes.
     *
     * @param answer the function of a prediction and the row in it
     * @return an answer for each change; empty if the model cannot predict it
     */
    <T> List<Optional<T>> predict(List<Change> changes, Answer<T> answer) {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<Column> columns = new ArrayList<>();
        for (int feature = 0; feature < table.schema().size(); feature++) {
            columns.add(column(feature, changes));
        }
        PartialPrediction partial = model.predictPossible(new Table(table.schema(), columns, changes.size()));
        Set<Integer> failed = new HashSet<>(partial.failedRows());
        List<Optional<T>> answers = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (failed.contains(i)) {
                answers.add(Optional.empty());
            } else {
                int predicted = next++;
                answers.add(partial.prediction().reason(predicted).isPresent()
                        ? Optional.empty()
                        : Optional.of(answer.of(partial.prediction(), predicted)));
            }
        }
        return answers;
    }

    /** Reads an answer from a prediction. */
    interface Answer<T> {

        T of(Prediction prediction, int row);
    }

    private Column column(int feature, List<Change> changes) {
        IntFunction<Optional<Object>> changed = i -> Optional.of(changes.get(i))
                .filter(change -> change.feature() == feature)
                .map(Change::value);
        Column own = table.column(feature);
        BitSet missing = new BitSet();
        IntStream.range(0, changes.size())
                .filter(i -> own.isMissing(row) && changed.apply(i).isEmpty())
                .forEach(missing::set);
        IntStream cells = IntStream.range(0, changes.size());
        return switch (type(feature)) {
            case NUMBER ->
                new Column.Doubles(
                        cells.mapToDouble(i -> changed.apply(i)
                                        .map(value -> ((Number) value).doubleValue())
                                        .orElseGet(() -> own.number(row)))
                                .toArray(),
                        missing);
            case INTEGER ->
                new Column.Longs(
                        cells.mapToLong(i -> changed.apply(i)
                                        .map(value -> ((Number) value).longValue())
                                        .orElseGet(() -> own.integer(row)))
                                .toArray(),
                        missing);
            case BOOLEAN -> {
                boolean[] values = new boolean[changes.size()];
                cells.forEach(i ->
                        values[i] = changed.apply(i).map(Boolean.class::cast).orElseGet(() -> own.integer(row) != 0));
                yield new Column.Booleans(values, missing);
            }
            case STRING ->
                new Column.Strings(
                        cells.mapToObj(i -> changed.apply(i).map(String.class::cast).orElseGet(() -> own.string(row)))
                                .toList(),
                        missing);
        };
    }
}
