package dev.onward.train;

/**
 * Brings each feature to mean 0 and standard deviation 1 over the rows it was fitted to. Values are first rounded to
 * 32-bit floats, which is all that the graph's inputs hold, so that training sees what serving will see.
 */
final class Scaling {

    /**
     * Scaled values are cut off here, a million standard deviations out. It keeps whatever comes in, infinity too, from
     * becoming infinity minus infinity in a quadratic score.
     */
    static final double LIMIT = 1e6;

    private final double[] means;
    private final double[] deviations;

    private Scaling(double[] means, double[] deviations) {
        this.means = means;
        this.deviations = deviations;
    }

    /** A feature that is constant gets the standard deviation 1, and so is always 0. */
    static Scaling fit(LabelledRows data) {
        double[] means = new double[data.features()];
        double[] deviations = new double[data.features()];
        for (int i = 0; i < means.length; i++) {
            int feature = i;
            Statistics statistics = Statistics.of(data.size(), row -> single(data.row(row)[feature]));
            means[i] = statistics.mean();
            deviations[i] = statistics.isConstant() ? 1 : statistics.standardDeviation();
        }
        return new Scaling(means, deviations);
    }

    double[] apply(double[] row) {
        double[] scaled = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            double value = (single(row[i]) - means[i]) / deviations[i];
            scaled[i] = Math.max(-LIMIT, Math.min(LIMIT, value));
        }
        return scaled;
    }

    /** Not to be changed. */
    double[] means() {
        return means;
    }

    /** Not to be changed. */
    double[] deviations() {
        return deviations;
    }

    private static double single(double value) {
        return (float) value;
    }
}
