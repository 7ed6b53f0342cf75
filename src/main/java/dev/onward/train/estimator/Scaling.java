package dev.onward.train.estimator;

import dev.onward.dataset.NumericProfile;
import dev.onward.train.data.DesignColumns;
import dev.onward.train.data.LabelledRows;

/**
 * Computes a row of the design matrix. Numbers are standardised to mean 0 and standard deviation 1 over the rows that
 * the scaling was fitted to; they are first rounded to 32-bit floats, the type of the graph's inputs, so that training
 * and serving see the same values. Categories are one-hot encoded and not scaled, because scaling would reduce the
 * penalty on rare categories.
 */
final class Scaling {

    /**
     * Scaled values are clipped at a million standard deviations. Otherwise very large inputs could become infinity
     * minus infinity in a quadratic score.
     */
    static final double LIMIT = 1e6;

    private final DesignColumns design;
    private final double[] means;
    private final double[] deviations;

    private Scaling(DesignColumns design, double[] means, double[] deviations) {
        this.design = design;
        this.means = means;
        this.deviations = deviations;
    }

    /** Fits means and standard deviations. A constant number gets the standard deviation 1, and so is scaled to 0. */
    static Scaling fit(LabelledRows data) {
        int[] numbers = data.design().numbers();
        double[] means = new double[numbers.length];
        double[] deviations = new double[numbers.length];
        for (int i = 0; i < means.length; i++) {
            int feature = numbers[i];
            NumericProfile profile = NumericProfile.of(data.size(), row -> single(data.row(row)[feature]));
            means[i] = profile.mean();
            deviations[i] = profile.isConstant() ? 1 : profile.standardDeviation();
        }
        return new Scaling(data.design(), means, deviations);
    }

    /** The row of the design matrix, [columns], for an encoded row. */
    double[] apply(double[] row) {
        double[] columns = new double[design.count()];
        int[] numbers = design.numbers();
        for (int i = 0; i < numbers.length; i++) {
            double value = (single(row[numbers[i]]) - means[i]) / deviations[i];
            columns[i] = Math.max(-LIMIT, Math.min(LIMIT, value));
        }
        int start = numbers.length;
        for (int feature : design.categorical()) {
            columns[start + (int) row[feature]] = 1;
            start += design.categories(feature);
        }
        return columns;
    }

    /** The means of the numbers, in their order. Must not be modified. */
    double[] means() {
        return means;
    }

    /** The standard deviations of the numbers, in their order. Must not be modified. */
    double[] deviations() {
        return deviations;
    }

    private static double single(double value) {
        return (float) value;
    }
}
