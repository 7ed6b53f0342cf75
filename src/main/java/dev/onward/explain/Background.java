package dev.onward.explain;

import dev.onward.table.Table;
import java.util.Arrays;

/**
 * The rows with which a prediction is compared. An explanation divides the difference between the prediction for a row
 * and the average prediction for these rows; with a single row, the difference between two predictions. Immutable.
 */
public final class Background {

    private final Table rows;
    private final int[] weights;
    private final long totalWeight;

    private Background(Table rows, int[] weights) {
        if (rows.rows() == 0 || weights.length != rows.rows()) {
            throw new IllegalArgumentException("expected at least one row and a weight for each, got " + rows.rows()
                    + " rows and " + weights.length + " weights");
        }
        if (Arrays.stream(weights).anyMatch(weight -> weight < 1)) {
            throw new IllegalArgumentException("expected weights above 0");
        }
        this.totalWeight = Arrays.stream(weights).asLongStream().sum();
        if (totalWeight > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "expected at most " + Integer.MAX_VALUE + " rows in total, got weights for " + totalWeight);
        }
        this.rows = rows;
        this.weights = weights;
    }

    /** @param rows at least one, with the features of the model */
    public static Background of(Table rows) {
        int[] weights = new int[rows.rows()];
        Arrays.fill(weights, 1);
        return new Background(rows, weights);
    }

    /** @param weights the number of rows that each row represents, above 0, in total at most 2,147,483,647 */
    public static Background of(Table rows, int[] weights) {
        return new Background(rows, weights.clone());
    }

    /** Some of the rows, in the order of their positions here, with their weights. */
    public Background select(int[] positions) {
        int[] selected = Arrays.stream(positions).map(row -> weights[row]).toArray();
        return new Background(rows.select(positions), selected);
    }

    public Table rows() {
        return rows;
    }

    /** The number of rows, each counted once. */
    public int size() {
        return weights.length;
    }

    /** The number of rows that a row represents. */
    public int weight(int row) {
        return weights[row];
    }

    /** The number of rows that all rows represent, at most {@link Integer#MAX_VALUE}. */
    public long totalWeight() {
        return totalWeight;
    }
}
