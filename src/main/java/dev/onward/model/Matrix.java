package dev.onward.model;

import dev.onward.table.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;

/** A matrix of numbers, row-major, with the precision of the model's output. */
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

    /** Does not copy the array; the caller must not change it. */
    public static Matrix of(double[] values, int columns) {
        return new Matrix(values, columns, false);
    }

    /** Joins the columns of matrices with the same number of rows; single precision only if all of them are. */
    static Matrix joined(List<Matrix> matrices) {
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

    /** Inserts a column, computed from the values of the only column, before it. */
    Matrix withColumnBefore(DoubleUnaryOperator function) {
        double[] both = new double[values.length * 2];
        for (int row = 0; row < values.length; row++) {
            double value = function.applyAsDouble(values[row]);
            both[2 * row] = single ? (float) value : value;
            both[2 * row + 1] = values[row];
        }
        return new Matrix(both, 2, single);
    }

    /** The column with the highest number of the row, or the first of several. */
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

    /**
     * The reason why a row cannot be a prediction: a number that is not finite. Empty if all are finite.
     *
     * @param names of the columns for the message; "" for none
     */
    Optional<String> reason(int row, IntFunction<String> names) {
        for (int column = 0; column < columns; column++) {
            double value = get(row, column);
            if (!Double.isFinite(value)) {
                String name = names.apply(column);
                return Optional.of("the model returned " + value + (name.isEmpty() ? "" : " for " + Text.quote(name)));
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

    /** Checks whether the numbers are 32-bit floats, which are written with fewer digits. */
    public boolean isSingle() {
        return single;
    }
}
