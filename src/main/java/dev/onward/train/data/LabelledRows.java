package dev.onward.train.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Encoded rows, each with its target: the position of a class, or a value. Values belong to classes too, their low,
 * middle and high third, so that they can be stratified over folds like classes.
 */
public final class LabelledRows {

    private static final int THIRDS = 3;

    private final DesignColumns design;
    private final double[][] rows;
    private final int[] classes;
    private final double[] values;
    private final int classCount;

    private LabelledRows(DesignColumns design, double[][] rows, int[] classes, double[] values, int classCount) {
        this.design = design;
        this.rows = rows;
        this.classes = classes;
        this.values = values;
        this.classCount = classCount;
    }

    /**
     * Rows with classes. Takes ownership of the arrays.
     *
     * @param rows [rows, features]
     * @param classes the position of each row's class, from 0
     * @param count the number of classes
     */
    public static LabelledRows ofClasses(DesignColumns design, double[][] rows, int[] classes, int count) {
        return new LabelledRows(
                design, rows, classes, Arrays.stream(classes).asDoubleStream().toArray(), count);
    }

    /** Rows with values. Takes ownership of the arrays. */
    public static LabelledRows ofValues(DesignColumns design, double[][] rows, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double middle = sorted[sorted.length / THIRDS];
        double high = sorted[2 * sorted.length / THIRDS];
        int[] thirds = Arrays.stream(values)
                .mapToInt(value -> value < middle ? 0 : value < high ? 1 : 2)
                .toArray();
        return new LabelledRows(design, rows, thirds, values, THIRDS);
    }

    public DesignColumns design() {
        return design;
    }

    /** The number of rows. */
    public int size() {
        return rows.length;
    }

    /** The encoded row, [features]. Must not be modified. */
    public double[] row(int row) {
        return rows[row];
    }

    /** Returns whether one of the rows equals this encoded row in every bit. */
    public boolean contains(double[] row) {
        return Arrays.stream(rows).anyMatch(other -> Arrays.equals(other, row));
    }

    /** The number of classes, including those without rows. */
    public int classes() {
        return classCount;
    }

    /** The position of a row's class, from 0. */
    public int classOf(int row) {
        return classes[row];
    }

    /** A row's value, or the position of its class. */
    public double value(int row) {
        return values[row];
    }

    /** The selected rows, in their order. */
    public LabelledRows where(IntPredicate isSelected) {
        int[] selected = IntStream.range(0, rows.length).filter(isSelected).toArray();
        return new LabelledRows(
                design,
                IntStream.of(selected).mapToObj(row -> rows[row]).toArray(double[][]::new),
                IntStream.of(selected).map(row -> classes[row]).toArray(),
                IntStream.of(selected).mapToDouble(row -> values[row]).toArray(),
                classCount);
    }

    /** The row of a class with the lowest measure, the first in a tie; empty if the class has no rows. */
    public Optional<double[]> lowest(int classPosition, ToDoubleFunction<double[]> measure) {
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
