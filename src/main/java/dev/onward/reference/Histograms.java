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

    /** The least number of rows of confidential data on which anything written may depend. */
    static final int LEAST_ROWS = 5;

    private static final int END_DIGITS = 2;
    private static final MathContext INNER_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

    private Histograms() {}

    /**
     * A histogram with up to 20 bins.
     *
     * @param values sorted by this method
     * @param isConfidential whether the edges must not be values of the data: they are rounded, the outer ones outwards, and
     *     each bin has at least five rows
     * @return empty without values, or with too few of them if the data is confidential
     */
    static Optional<Histogram> of(double[] values, boolean isConfidential) {
        if (values.length < (isConfidential ? LEAST_ROWS : 1)) {
            return Optional.empty();
        }
        Arrays.sort(values);
        List<Double> edges = isConfidential ? roundedEdges(values) : edges(values);
        List<Long> counts = new ArrayList<>();
        int below = 0;
        for (int i = 1; i < edges.size(); i++) {
            int until = i == edges.size() - 1 ? values.length : countUpTo(values, edges.get(i));
            counts.add((long) until - below);
            below = until;
        }
        return Optional.of(new Histogram(edges, counts));
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
            boolean isWide = until - below >= LEAST_ROWS && sorted.length - until >= LEAST_ROWS;
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
