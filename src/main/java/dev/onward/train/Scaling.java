package dev.onward.train;

/**
 * Makes a model's columns of a row. Each number is brought to mean 0 and standard deviation 1 over the rows it was fitted
 * to; it is first rounded to a 32-bit float, which is all that the graph's inputs hold, so that training sees what
 * serving will see. Each category is 1 in the column of its own and 0 in the others, which are not scaled: the penalty
 * would otherwise spare the rarest category most.
 */
final class Scaling {

    /**
     * Scaled values are cut off here, a million standard deviations out. It keeps whatever comes in, infinity too, from
     * becoming infinity minus infinity in a quadratic score.
     */
    static final double LIMIT = 1e6;

    private final Layout layout;
    private final double[] means;
    private final double[] deviations;

    private Scaling(Layout layout, double[] means, double[] deviations) {
        this.layout = layout;
        this.means = means;
        this.deviations = deviations;
    }

    /** A number that is constant gets the standard deviation 1, and so is always 0. */
    static Scaling fit(LabelledRows data) {
        int[] numbers = data.layout().numbers();
        double[] means = new double[numbers.length];
        double[] deviations = new double[numbers.length];
        for (int i = 0; i < means.length; i++) {
            int feature = numbers[i];
            Statistics statistics = Statistics.of(data.size(), row -> single(data.row(row)[feature]));
            means[i] = statistics.mean();
            deviations[i] = statistics.isConstant() ? 1 : statistics.standardDeviation();
        }
        return new Scaling(data.layout(), means, deviations);
    }

    double[] apply(double[] row) {
        double[] columns = new double[layout.columns()];
        int[] numbers = layout.numbers();
        for (int i = 0; i < numbers.length; i++) {
            double value = (single(row[numbers[i]]) - means[i]) / deviations[i];
            columns[i] = Math.max(-LIMIT, Math.min(LIMIT, value));
        }
        int start = numbers.length;
        for (int feature : layout.categorical()) {
            columns[start + (int) row[feature]] = 1;
            start += layout.categories(feature);
        }
        return columns;
    }

    /** Of the numbers, in their order. Not to be changed. */
    double[] means() {
        return means;
    }

    /** Of the numbers, in their order. Not to be changed. */
    double[] deviations() {
        return deviations;
    }

    private static double single(double value) {
        return (float) value;
    }
}
