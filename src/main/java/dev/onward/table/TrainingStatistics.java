package dev.onward.table;

/**
 * The distribution of a numeric feature in the training data, in the feature's unit. Values outside its range are
 * accepted.
 *
 * @param standardDeviation of the population (divided by n)
 */
public record TrainingStatistics(double minimum, double maximum, double mean, double standardDeviation) {

    public TrainingStatistics {
        boolean areFinite = Double.isFinite(minimum) && Double.isFinite(maximum) && Double.isFinite(standardDeviation);
        if (!(areFinite && minimum <= mean && mean <= maximum && standardDeviation >= 0)) {
            throw new IllegalArgumentException(
                    "expected finite numbers with minimum <= mean <= maximum and a standard deviation >= 0, got "
                            + minimum + ", " + mean + ", " + maximum + " and " + standardDeviation);
        }
    }

    public boolean contains(double value) {
        return minimum <= value && value <= maximum;
    }
}
