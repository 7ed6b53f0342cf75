package dev.onward.train;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows of numbers, each with what is to be learnt of it: the position of its class, or a value. Values have classes
 * too, their low, middle and high third, so that they can be spread as evenly over folds as classes are.
 */
final class LabelledRows {

    private static final int THIRDS = 3;

    private final Layout layout;
    private final double[][] rows;
    private final int[] classes;
    private final double[] values;
    private final int classCount;

    private LabelledRows(Layout layout, double[][] rows, int[] classes, double[] values, int classCount) {
        this.layout = layout;
        this.rows = rows;
        this.classes = classes;
        this.values = values;
        this.classCount = classCount;
    }

    /**
     * Rows that each belong to a class. Takes the arrays over.
     *
     * @param count how many classes there are, from 0
     */
    static LabelledRows ofClasses(Layout layout, double[][] rows, int[] classes, int count) {
        return new LabelledRows(
                layout, rows, classes, Arrays.stream(classes).asDoubleStream().toArray(), count);
    }

    /** Rows that each have a value. Takes the arrays over. */
    static LabelledRows ofValues(Layout layout, double[][] rows, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double middle = sorted[sorted.length / THIRDS];
        double high = sorted[2 * sorted.length / THIRDS];
        int[] thirds = Arrays.stream(values)
                .mapToInt(value -> value < middle ? 0 : value < high ? 1 : 2)
                .toArray();
        return new LabelledRows(layout, rows, thirds, values, THIRDS);
    }

    Layout layout() {
        return layout;
    }

    int size() {
        return rows.length;
    }

    /** Not to be changed. */
    double[] row(int row) {
        return rows[row];
    }

    boolean contains(double[] row) {
        return Arrays.stream(rows).anyMatch(other -> Arrays.equals(other, row));
    }

    /** How many classes there are, whether or not each occurs. */
    int classes() {
        return classCount;
    }

    int classOf(int row) {
        return classes[row];
    }

    double value(int row) {
        return values[row];
    }

    LabelledRows where(IntPredicate isWanted) {
        int[] wanted = IntStream.range(0, rows.length).filter(isWanted).toArray();
        return new LabelledRows(
                layout,
                IntStream.of(wanted).mapToObj(row -> rows[row]).toArray(double[][]::new),
                IntStream.of(wanted).map(row -> classes[row]).toArray(),
                IntStream.of(wanted).mapToDouble(row -> values[row]).toArray(),
                classCount);
    }

    /** Of the rows of a class the first with the lowest measure; empty if there is no such row. */
    Optional<double[]> lowest(int classPosition, ToDoubleFunction<double[]> measure) {
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        for (int row = 0; row < rows.length; row++) {
            if (classes[row] == classPosition) {
                double measured = measure.applyAsDouble(rows[row]);
                if (best < 0 || measured < lowest) {
                    best = row;
                    lowest = measured;
                }
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(rows[best]);
    }
}
