package dev.onward.spark;

import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailOptions;
import dev.onward.details.PredictionDetails;
import dev.onward.details.RowExplanations;
import dev.onward.explanation.Explanation;
import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.table.Column;
import dev.onward.table.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * The columns that predictions add to Spark's rows: those that the command {@code score} adds to a CSV file, under the
 * same names and in the same order. Numbers have the precision of the model; what {@code score} leaves empty is null.
 * Immutable.
 */
final class OutputColumns implements Serializable {

    private final List<String> names;
    private final List<DataType> types;
    private final int reasons;
    private final boolean asText;

    private OutputColumns(List<String> names, List<DataType> types, int reasons, boolean asText) {
        this.names = names;
        this.types = types;
        this.reasons = reasons;
        this.asText = asText;
    }

    /**
     * Returns the columns of a model.
     *
     * @param prediction of the model, with any number of rows
     */
    static OutputColumns of(DetailOptions options, Schema schema, Prediction prediction) {
        List<String> names = CsvScorer.outputColumns(options, schema, prediction);
        List<DataType> types = new ArrayList<>(
                prediction.match(OutputColumns::types, values -> types(values.numbers()), OutputColumns::types));
        int reasons = options.csv().reasons();
        if (options.explanation().isPresent()) {
            types.addAll(Collections.nCopies(schema.size(), DataTypes.DoubleType));
            types.addAll(Collections.nCopies(reasons > 0 ? 1 : 0, DataTypes.StringType));
        }
        types.add(DataTypes.StringType);
        return new OutputColumns(names, types, reasons, false);
    }

    /** The same columns with the numbers as text, written as in the files of {@code score}. */
    OutputColumns asText() {
        return new OutputColumns(names, Collections.nCopies(names.size(), DataTypes.StringType), reasons, true);
    }

    private static List<DataType> types(Prediction.Classes classes) {
        List<DataType> types = new ArrayList<>(List.of(DataTypes.StringType));
        classes.scores().ifPresent(scores -> types.addAll(types(scores)));
        return types;
    }

    private static List<DataType> types(Matrix numbers) {
        return Collections.nCopies(numbers.columns(), numbers.isSingle() ? DataTypes.FloatType : DataTypes.DoubleType);
    }

    private static List<DataType> types(Prediction.Outputs outputs) {
        return outputs.columns().stream().map(OutputColumns::type).toList();
    }

    private static DataType type(Column column) {
        if (column instanceof Column.Doubles) {
            return DataTypes.DoubleType;
        }
        if (column instanceof Column.Longs) {
            return DataTypes.LongType;
        }
        return column instanceof Column.Booleans ? DataTypes.BooleanType : DataTypes.StringType;
    }

    List<String> names() {
        return names;
    }

    List<StructField> fields() {
        List<StructField> fields = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            fields.add(DataTypes.createStructField(names.get(i), types.get(i), true));
        }
        return fields;
    }

    /** The number of columns. */
    int size() {
        return names.size();
    }

    /** Writes the cells of a prediction into a row of Spark. */
    interface Writer {

        /**
         * Writes one prediction.
         *
         * @param cells of the whole row
         * @param start the position of the first of these columns
         * @param position in the prediction
         */
        void write(@Nullable Object[] cells, int start, int position);
    }

    /** Returns the writer of a prediction. */
    Writer writer(Prediction prediction, PredictionDetails details) {
        Writer predictions = prediction.match(
                classes -> (cells, start, row) -> {
                    cells[start] = classes.label(row).name();
                    classes.scores().ifPresent(scores -> write(scores, row, cells, start + 1));
                },
                values -> (cells, start, row) -> write(values.numbers(), row, cells, start),
                outputs -> (cells, start, row) -> {
                    for (int i = 0; i < outputs.columns().size(); i++) {
                        cells[start + i] = cell(outputs.columns().get(i), row);
                    }
                });
        return (cells, start, row) -> {
            predictions.write(cells, start, row);
            details.explanations().ifPresent(present -> write(present, row, cells, start));
            writeProblem(cells, start, prediction.reason(row).or(() -> details.problem(row)));
        };
    }

    /** Writes the reason why a row has no prediction; its other cells remain null. */
    void writeProblem(@Nullable Object[] cells, int start, Optional<String> problem) {
        cells[start + names.size() - 1] = problem.orElse(null);
    }

    private void write(Matrix numbers, int row, @Nullable Object[] cells, int start) {
        for (int i = 0; i < numbers.columns(); i++) {
            double value = numbers.get(row, i);
            cells[start + i] = numbers.isSingle() ? cell((float) value) : cell(value);
        }
    }

    /** The contributions and reasons are the last columns before that of errors. */
    private void write(RowExplanations explanations, int row, @Nullable Object[] cells, int start) {
        int end = start + names.size() - 1;
        if (reasons > 0) {
            end--;
            cells[end] = explanations.reasons(row, reasons);
        }
        Optional<Explanation> explanation = explanations.outcome(row).result();
        if (explanation.isPresent()) {
            int features = explanation.get().contributions().size();
            for (int i = 0; i < features; i++) {
                cells[end - features + i] =
                        cell(explanation.get().contributions().get(i).amount());
            }
        }
    }

    private @Nullable Object cell(float value) {
        if (!Float.isFinite(value)) {
            return null;
        }
        return asText ? NumberOutput.toString(value, true) : (Object) value;
    }

    private @Nullable Object cell(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return asText ? NumberOutput.toString(value, true) : (Object) value;
    }

    private @Nullable Object cell(Column column, int row) {
        Object value = column.value(row).orElse(null);
        if (value instanceof Double number) {
            return cell(number.doubleValue());
        }
        return asText && value != null ? value.toString() : value;
    }
}
