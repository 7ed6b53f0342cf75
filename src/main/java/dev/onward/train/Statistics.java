package dev.onward.train;

import java.util.function.IntToDoubleFunction;

/** What a column of numbers holds; the standard deviation is the population's (divided by n). */
public record Statistics(double minimum, double maximum, double mean, double standardDeviation) {

    public static Statistics of(int size, IntToDoubleFunction values) {
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int row = 0; row < size; row++) {
            double value = values.applyAsDouble(row);
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            sum += value;
        }
        // Summing rounds; a mean beyond the extremes, or of a constant column not its value, would be absurd.
        double mean = Math.max(minimum, Math.min(maximum, sum / size));
        double squares = 0;
        for (int row = 0; row < size; row++) {
            double difference = values.applyAsDouble(row) - mean;
            squares += difference * difference;
        }
        return new Statistics(minimum, maximum, mean, Math.sqrt(squares / size));
    }

    public boolean isConstant() {
        return minimum == maximum;
    }
}
