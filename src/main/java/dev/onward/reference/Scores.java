package dev.onward.reference;

import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.model.card.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The numbers that a model predicts for rows of data.
 *
 * @param names of the classes or values
 * @param columns the numbers of each class or value, by row; empty if there are none
 * @param chosen the position of each row's predicted class; empty for values
 * @param areProbabilities whether the numbers of classes are probabilities
 */
public record Scores(
        List<String> names, Optional<IntFunction<double[]>> columns, Optional<int[]> chosen, boolean areProbabilities) {

    /** Empty if the prediction has no known meaning. */
    public static Optional<Scores> of(Prediction prediction) {
        return prediction.match(
                classes -> Optional.of(ofClasses(classes)),
                values -> Optional.of(
                        ofValues(values.values().stream().map(Value::name).toList(), columns(values.numbers()))),
                outputs -> Optional.empty());
    }

    private static Scores ofClasses(Prediction.Classes classes) {
        List<String> names = classes.labels().stream().map(Label::name).toList();
        int[] chosen = IntStream.range(0, classes.rows())
                .map(row -> names.indexOf(classes.label(row).name()))
                .toArray();
        return new Scores(
                names, classes.scores().map(Scores::columns), Optional.of(chosen), classes.areProbabilities());
    }

    /** Probabilities of classes, [rows, classes]. */
    public static Scores ofProbabilities(List<String> names, double[][] rows, int[] chosen) {
        return new Scores(names, Optional.of(columns(rows)), Optional.of(chosen), true);
    }

    /** Values, [rows, values]. */
    public static Scores ofValues(List<String> names, double[][] rows) {
        return ofValues(names, columns(rows));
    }

    private static Scores ofValues(List<String> names, IntFunction<double[]> columns) {
        return new Scores(names, Optional.of(columns), Optional.empty(), false);
    }

    private static IntFunction<double[]> columns(Matrix matrix) {
        return column -> IntStream.range(0, matrix.rows())
                .mapToDouble(row -> matrix.get(row, column))
                .toArray();
    }

    private static IntFunction<double[]> columns(double[][] rows) {
        return column -> IntStream.range(0, rows.length)
                .mapToDouble(row -> rows[row][column])
                .toArray();
    }
}
