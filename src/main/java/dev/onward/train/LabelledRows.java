package dev.onward.train;

import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Rows of numbers, each with the class that it belongs to: 0 or 1. */
final class LabelledRows {

    private final double[][] rows;
    private final int[] classes;

    /** Takes both over. */
    LabelledRows(double[][] rows, int[] classes) {
        this.rows = rows;
        this.classes = classes;
    }

    int size() {
        return rows.length;
    }

    int features() {
        return rows[0].length;
    }

    /** Not to be changed. */
    double[] row(int row) {
        return rows[row];
    }

    int classOf(int row) {
        return classes[row];
    }

    LabelledRows where(IntPredicate isWanted) {
        int[] wanted = IntStream.range(0, rows.length).filter(isWanted).toArray();
        double[][] chosen = IntStream.of(wanted).mapToObj(row -> rows[row]).toArray(double[][]::new);
        return new LabelledRows(
                chosen, IntStream.of(wanted).map(row -> classes[row]).toArray());
    }

    /** Of the rows of a class the first with the lowest measure. */
    double[] lowest(int classPosition, ToDoubleFunction<double[]> measure) {
        double[] best = rows[0];
        double lowest = Double.POSITIVE_INFINITY;
        for (int row = 0; row < rows.length; row++) {
            if (classes[row] == classPosition && measure.applyAsDouble(rows[row]) < lowest) {
                best = rows[row];
                lowest = measure.applyAsDouble(best);
            }
        }
        return best;
    }
}
