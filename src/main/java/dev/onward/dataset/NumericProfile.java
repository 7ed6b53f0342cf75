package dev.onward.dataset;

import dev.onward.table.TrainingStatistics;
import java.util.function.IntToDoubleFunction;

/**
 * The extremes, mean and standard deviation of a column of numbers.
 *
 * @param standardDeviation of the population (divided by n)
 */
public record NumericProfile(double minimum, double maximum, double mean, double standardDeviation) {

    /**
     * Computes a profile, adding in the order of the rows, so that it is the same on every JDK.
     *
     * @param size the number of rows, at least 1
     * @param values the finite number in each row from 0; called twice for each row
     */
    public static NumericProfile of(int size, IntToDoubleFunction values) {
        double minimum = Double.POSITIVE_INFINITY;
        double maximum = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int row = 0; row < size; row++) {
            double value = values.applyAsDouble(row);
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            sum += value;
        }
        // Rounding errors of the sum must not move the mean beyond the extremes, nor off the value of a constant
        // column.
        double mean = Math.max(minimum, Math.min(maximum, sum / size));
        double squares = 0;
        for (int row = 0; row < size; row++) {
            double difference = values.applyAsDouble(row) - mean;
            squares += difference * difference;
        }
        return new NumericProfile(minimum, maximum, mean, Math.sqrt(squares / size));
    }

    public boolean isConstant() {
        return minimum == maximum;
    }

    /** The profile as a card states it: mean and standard deviation with six significant digits. */
    public TrainingStatistics statistics() {
        // Rounding must not move the mean of a narrow column beyond its extremes, which are exact.
        double rounded = Math.max(minimum, Math.min(maximum, Digits.six(mean)));
        return new TrainingStatistics(minimum, maximum, rounded, Digits.six(standardDeviation));
    }

    /**
     * The step of a number field for such values: a power of ten, about a twentieth of the standard deviation.
     *
     * @param areWhole whether all values are whole numbers, and so the step is one too
     */
    public double step(boolean areWhole) {
        double step = isConstant() ? 1 : Digits.tenthPowerOfTen(standardDeviation);
        return areWhole ? Math.max(1, step) : step;
    }
}
