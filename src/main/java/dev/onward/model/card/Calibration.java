package dev.onward.model.card;

import java.util.List;
import java.util.Optional;

/**
 * How often a class occurred among rows for which it had a similar probability. The bins are those of a
 * {@link Histogram} of the probability.
 *
 * @param basis the rows on which it was counted
 * @param edges of the bins, from 0 to 1
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
        if (predicted.size() != counts.size() || observed.size() != counts.size()) {
            throw new IllegalArgumentException("expected a mean probability and a share for each of " + counts.size()
                    + " bins, got " + predicted.size() + " and " + observed.size());
        }
    }

    /**
     * One bin.
     *
     * @param from the probability above which rows are in the bin; the first bin also has those that are equal to it
     * @param to the maximum probability
     * @param count the number of rows
     * @param predicted the mean probability of the class
     * @param observed the share of rows of the class
     */
    public record Bin(double from, double to, long count, double predicted, double observed) {}

    /** The bin of a probability; empty if no row was counted in it. */
    public Optional<Bin> bin(double probability) {
        int bin = Histogram.bin(edges, probability);
        return counts.get(bin) == 0
                ? Optional.empty()
                : Optional.of(new Bin(
                        edges.get(bin), edges.get(bin + 1), counts.get(bin), predicted.get(bin), observed.get(bin)));
    }
}
