package dev.onward.model;

import dev.onward.table.Text;
import java.util.Optional;
import java.util.function.IntFunction;

/** Numbers by row and column, row-major, in the precision in which the model gave them. */
public final class Matrix {

    private final double[] values;
    private final int columns;
    private final boolean single;

    private Matrix(double[] values, int columns, boolean single) {
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(
                    "expected whole rows of " + columns + " columns, got " + values.length + " values");
        }
        this.values = values;
        this.columns = columns;
        this.single = single;
    }

    public static Matrix of(float[] values, int columns) {
        double[] widened = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            widened[i] = values[i];
        }
        return new Matrix(widened, columns, true);
    }

    /** Takes the array over. */
    public static Matrix of(double[] values, int columns) {
        return new Matrix(values, columns, false);
    }

    public double get(int row, int column) {
        return values[row * columns + column];
    }

    /** Which number of the row is not finite, if any; the columns are called by the names that are not empty. */
    Optional<String> reason(int row, IntFunction<String> names) {
        for (int column = 0; column < columns; column++) {
            double value = get(row, column);
            if (!Double.isFinite(value)) {
                String name = names.apply(column);
                return Optional.of("the model answered " + value + (name.isEmpty() ? "" : " for " + Text.quote(name)));
            }
        }
        return Optional.empty();
    }

    public int rows() {
        return values.length / columns;
    }

    public int columns() {
        return columns;
    }

    /** Whether each number is a 32-bit float, and so is written with no more digits than one has. */
    public boolean isSingle() {
        return single;
    }
}
