package dev.onward.explain;

import java.util.function.ToDoubleFunction;

/** Shapley values by their definition, from all coalitions. Shares no code with the engine. */
final class BruteForce {

    private BruteForce() {}

    /**
     * The contributions to f(row) of each feature.
     *
     * @param background the rows with which the row is combined
     */
    static double[] shapley(ToDoubleFunction<double[]> f, double[] row, double[][] background) {
        int features = row.length;
        double[] values = new double[1 << features];
        for (int coalition = 0; coalition < values.length; coalition++) {
            for (double[] other : background) {
                double[] mixed = new double[features];
                for (int i = 0; i < features; i++) {
                    mixed[i] = (coalition & (1 << i)) != 0 ? row[i] : other[i];
                }
                values[coalition] += f.applyAsDouble(mixed) / background.length;
            }
        }
        double[] contributions = new double[features];
        for (int i = 0; i < features; i++) {
            for (int coalition = 0; coalition < values.length; coalition++) {
                if ((coalition & (1 << i)) == 0) {
                    int size = Integer.bitCount(coalition);
                    double weight = factorial(size) * factorial(features - size - 1) / factorial(features);
                    contributions[i] += weight * (values[coalition | (1 << i)] - values[coalition]);
                }
            }
        }
        return contributions;
    }

    static double mean(ToDoubleFunction<double[]> f, double[][] background) {
        double sum = 0;
        for (double[] row : background) {
            sum += f.applyAsDouble(row);
        }
        return sum / background.length;
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }
}
