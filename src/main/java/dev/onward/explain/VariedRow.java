package dev.onward.explain;

import dev.onward.model.Model;
import dev.onward.model.PartialPrediction;
import dev.onward.model.Prediction;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Predictions for a row of which a single feature is changed. Not thread-safe. */
final class VariedRow {

    /** The cells of the rows that are predicted at a time, so that a model with many features needs little memory. */
    private static final int MAX_CELLS = 100_000;

    /** The rows that are predicted at a time, so that others can compute between them, and time limits take effect. */
    private static final int MAX_ROWS = 1_024;

    private final Model model;
    private final Table table;
    private final int row;
    private final Runnable betweenBatches;
    private boolean isFirst = true;

    /** @param betweenBatches called before each batch of predictions except the first */
    VariedRow(Model model, Table table, int row, Runnable betweenBatches) {
        this.model = model;
        this.table = table;
        this.row = row;
        this.betweenBatches = betweenBatches;
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
        List<Optional<T>> answers = new ArrayList<>(changes.size());
        int part = Math.min(
                MAX_ROWS, Math.max(1, MAX_CELLS / Math.max(1, table.schema().size())));
        for (int from = 0; from < changes.size(); from += part) {
            addAnswers(changes.subList(from, Math.min(changes.size(), from + part)), answer, answers);
        }
        return answers;
    }

    private <T> void addAnswers(List<Change> changes, Answer<T> answer, List<Optional<T>> answers) {
        if (!isFirst) {
            betweenBatches.run();
        }
        isFirst = false;
        PartialPrediction partial;
        try {
            partial = model.predictPossible(rows(changes));
        } catch (InvalidInputException e) {
            // One answer that cannot be read makes those of all rows unreadable.
            if (changes.size() == 1) {
                answers.add(Optional.empty());
            } else {
                int half = changes.size() / 2;
                addAnswers(changes.subList(0, half), answer, answers);
                addAnswers(changes.subList(half, changes.size()), answer, answers);
            }
            return;
        }
        Set<Integer> failed = new HashSet<>(partial.failedRows());
        int next = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (failed.contains(i)) {
                answers.add(Optional.empty());
            } else {
                int predicted = next++;
                answers.add(
                        partial.prediction().reason(predicted).isPresent()
                                ? Optional.empty()
                                : Optional.of(answer.of(partial.prediction(), predicted)));
            }
        }
    }

    /** Reads an answer from a prediction. */
    interface Answer<T> {

        T of(Prediction prediction, int row);
    }

    private Table rows(List<Change> changes) {
        List<Column> columns = new ArrayList<>();
        for (int feature = 0; feature < table.schema().size(); feature++) {
            columns.add(column(feature, changes));
        }
        return new Table(table.schema(), columns, changes.size());
    }

    /** A column with the row's own value in every cell but those that are changed. */
    private Column column(int feature, List<Change> changes) {
        int size = changes.size();
        int[] changed = IntStream.range(0, size)
                .filter(i -> changes.get(i).feature() == feature)
                .toArray();
        Column own = table.column(feature);
        BitSet missing = new BitSet();
        if (own.isMissing(row)) {
            missing.set(0, size);
            IntStream.of(changed).forEach(missing::clear);
        }
        return switch (type(feature)) {
            case NUMBER -> {
                double[] values = new double[size];
                Arrays.fill(values, own.number(row));
                for (int i : changed) {
                    values[i] = ((Number) changes.get(i).value()).doubleValue();
                }
                yield new Column.Doubles(values, missing);
            }
            case INTEGER -> {
                long[] values = new long[size];
                Arrays.fill(values, own.integer(row));
                for (int i : changed) {
                    values[i] = ((Number) changes.get(i).value()).longValue();
                }
                yield new Column.Longs(values, missing);
            }
            case BOOLEAN -> {
                boolean[] values = new boolean[size];
                Arrays.fill(values, own.integer(row) != 0);
                for (int i : changed) {
                    values[i] = (Boolean) changes.get(i).value();
                }
                yield new Column.Booleans(values, missing);
            }
            case STRING -> {
                List<String> values = new ArrayList<>(Collections.nCopies(size, own.string(row)));
                for (int i : changed) {
                    values.set(i, (String) changes.get(i).value());
                }
                yield new Column.Strings(values, missing);
            }
        };
    }
}
