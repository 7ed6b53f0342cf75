package dev.onward.model;

import dev.onward.table.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
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

    /** Matrices of as many rows each, side by side; the digits of a float only if all of them have no more. */
    static Matrix beside(List<Matrix> matrices) {
        int rows = matrices.get(0).rows();
        int columns = matrices.stream().mapToInt(Matrix::columns).sum();
        double[] values = new double[rows * columns];
        int before = 0;
        for (Matrix matrix : matrices) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(matrix.values, row * matrix.columns, values, row * columns + before, matrix.columns);
            }
            before += matrix.columns;
        }
        return new Matrix(values, columns, matrices.stream().allMatch(Matrix::isSingle));
    }

    /** A matrix of one column with another before it that is made of its values. */
    Matrix beside(DoubleUnaryOperator other) {
        double[] both = new double[values.length * 2];
        for (int row = 0; row < values.length; row++) {
            double made = other.applyAsDouble(values[row]);
            both[2 * row] = single ? (float) made : made;
            both[2 * row + 1] = values[row];
        }
        return new Matrix(both, 2, single);
    }

    /** The column of the row's highest number, the first of equal ones. */
    int highest(int row) {
        int highest = 0;
        for (int column = 1; column < columns; column++) {
            if (get(row, column) > get(row, highest)) {
                highest = column;
            }
        }
        return highest;
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
