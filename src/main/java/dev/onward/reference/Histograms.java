package dev.onward.reference;

import dev.onward.dataset.Digits;
import dev.onward.model.card.Histogram;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes histograms whose bins hold about as many numbers each. */
final class Histograms {

    static final int MAX_BINS = 20;

    /** The minimum number of rows of confidential data on which anything written may depend. */
    static final int MIN_ROWS = 5;

    /** Sorting more values takes longer than it is worth: edges need not be exact quantiles, only counts are exact. */
    private static final int MAX_SORTED = 100_000;

    private static final int END_DIGITS = 2;
    private static final MathContext INNER_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private Histograms() {}

    /**
     * A histogram with up to 20 bins.
     *
     * @param isConfidential whether the edges must not be values of the data: they are rounded, the outer ones
     *     outwards, and each bin has at least five rows
     * @return empty without values, or with too few of them if the data is confidential
     */
    static Optional<Histogram> of(double[] values, boolean isConfidential) {
        if (values.length < (isConfidential ? MIN_ROWS : 1)) {
            return Optional.empty();
        }
        double[] sorted = sample(values);
        List<Double> edges = isConfidential ? roundedEdges(sorted) : edges(sorted);
        double[] upper = edges.stream().skip(1).mapToDouble(edge -> edge).toArray();
        long[] counts = new long[upper.length];
        for (double value : values) {
            int found = Arrays.binarySearch(upper, value + 0.0);
            counts[Math.min(found < 0 ? -found - 1 : found, counts.length - 1)]++;
        }
        return Optional.of(new Histogram(edges, Arrays.stream(counts).boxed().toList()));
    }

    /** Some of the values in ascending order, the smallest and the largest among them; all of them if they are few. */
    private static double[] sample(double[] values) {
        int step = (values.length + MAX_SORTED - 1) / MAX_SORTED;
        double[] sample = new double[(values.length + step - 1) / step];
        double minimum = values[0];
        double maximum = values[0];
        for (int i = 0; i < values.length; i++) {
            minimum = Math.min(minimum, values[i]);
            maximum = Math.max(maximum, values[i]);
            if (i % step == 0) {
                sample[i / step] = values[i];
            }
        }
        Arrays.sort(sample);
        sample[0] = minimum;
        sample[sample.length - 1] = maximum;
        return sample;
    }

    private static List<Double> edges(double[] sorted) {
        List<Double> edges = new ArrayList<>(List.of(sorted[0] + 0.0));
        for (int bin = 1; bin <= MAX_BINS; bin++) {
            double upper = quantile(sorted, bin) + 0.0;
            if (upper > edges.get(edges.size() - 1) || edges.size() == 1) {
                edges.add(upper);
            }
        }
        return edges;
    }

    /** The largest of the smallest twentieths. */
    private static double quantile(double[] sorted, int twentieths) {
        int rank = (int) Math.max(1, ((long) sorted.length * twentieths + MAX_BINS - 1) / MAX_BINS);
        return sorted[rank - 1];
    }

    private static List<Double> roundedEdges(double[] sorted) {
        double last = rounded(sorted[sorted.length - 1], RoundingMode.CEILING);
        List<Double> edges = new ArrayList<>(List.of(rounded(sorted[0], RoundingMode.FLOOR)));
        int below = 0;
        for (int bin = 1; bin < MAX_BINS; bin++) {
            double upper = Digits.rounded(quantile(sorted, bin), INNER_DIGITS);
            int until = countUpTo(sorted, upper);
            boolean isWide = until - below >= MIN_ROWS && sorted.length - until >= MIN_ROWS;
            if (isWide && upper > edges.get(edges.size() - 1) && upper < last) {
                edges.add(upper);
                below = until;
            }
        }
        edges.add(last);
        return edges;
    }

    private static double rounded(double value, RoundingMode mode) {
        return new BigDecimal(value).round(new MathContext(END_DIGITS, mode)).doubleValue();
    }

    /** The number of values up to this one. */
    private static int countUpTo(double[] sorted, double upper) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] <= upper) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
