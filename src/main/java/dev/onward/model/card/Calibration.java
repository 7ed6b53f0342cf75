package dev.onward.model.card;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shares of a class among rows with similar probabilities. Only rows for which the class was predicted are counted. The
 * bins are those of a {@link Histogram} of the class's probability.
 *
 * @param basis the rows on which it was counted
 * @param edges of the bins, in ascending order from the lowest probability of a predicted class to 1
 * @param counts the number of rows in each bin
 * @param predicted the mean probability of the class in each bin
 * @param observed the share of rows of the class in each bin
 */
public record Calibration(
        Basis basis, List<Double> edges, List<Long> counts, List<Double> predicted, List<Double> observed) {

    public Calibration {
        Histogram bins = new Histogram(edges, counts);
        edges = bins.edges();
        counts = bins.counts();
        predicted = List.copyOf(predicted);
        observed = List.copyOf(observed);
        CardNumbers.requireShares("edges", edges);
        CardNumbers.requireShares("mean probabilities", predicted);
        CardNumbers.requireShares("observed shares", observed);
        if (predicted.size() != counts.size() || observed.size() != counts.size()) {
            throw new IllegalArgumentException("expected a mean probability and a share for each of " + counts.size()
                    + " bins, got " + predicted.size() + " and " + observed.size());
        }
    }

    /**
     * One bin: rows that were predicted as the class with a probability above {@code from} and at most {@code to}. The
     * first bin also has the rows with a probability of {@code from}.
     *
     * @param from the lower edge
     * @param to the upper edge
     * @param count the number of rows, at least 1
     * @param predicted the mean probability of the class
     * @param observed the share of rows of the class
     */
    public record Bin(double from, double to, long count, double predicted, double observed) {}

    public static Builder builder(Basis basis) {
        return new Builder(basis);
    }

    /**
     * The bin of a probability. A number beyond 0 or 1, which may be due to rounding, is taken for 0 or 1.
     *
     * @return empty if the probability is below all bins, or no row was counted in its bin
     */
    public Optional<Bin> bin(double probability) {
        int position = position(probability);
        return position < 0 ? Optional.empty() : bin(position);
    }

    /**
     * The position of the bin of a probability, as in {@link #bin(double)}.
     *
     * @return a negative number if the probability is below all bins
     */
    public int position(double probability) {
        double limited = Math.max(0, Math.min(1, probability));
        return limited < edges.get(0) ? -1 : Histogram.bin(edges, limited);
    }

    /** All bins, each empty if no row was counted in it. */
    public List<Optional<Bin>> bins() {
        return IntStream.range(0, counts.size()).mapToObj(this::bin).toList();
    }

    private Optional<Bin> bin(int position) {
        return counts.get(position) == 0
                ? Optional.empty()
                : Optional.of(new Bin(
                        edges.get(position),
                        edges.get(position + 1),
                        counts.get(position),
                        predicted.get(position),
                        observed.get(position)));
    }

    /** Collects what is known of the bins. */
    public static final class Builder {
        private final Basis basis;
        private List<Double> edges = List.of();
        private List<Long> counts = List.of();
        private List<Double> predicted = List.of();
        private List<Double> observed = List.of();

        private Builder(Basis basis) {
            this.basis = basis;
        }

        public Builder edges(List<Double> edges) {
            this.edges = edges;
            return this;
        }

        public Builder counts(List<Long> counts) {
            this.counts = counts;
            return this;
        }

        public Builder predicted(List<Double> predicted) {
            this.predicted = predicted;
            return this;
        }

        public Builder observed(List<Double> observed) {
            this.observed = observed;
            return this;
        }

        /** @throws IllegalArgumentException if the edges are not ascending shares, or a list does not fit them */
        public Calibration build() {
            return new Calibration(basis, edges, counts, predicted, observed);
        }
    }
}
