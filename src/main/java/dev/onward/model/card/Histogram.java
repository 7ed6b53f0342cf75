package dev.onward.model.card;

import java.util.List;

/**
 * Counts of numbers in bins. Bin i holds the numbers above {@code edges[i]} and up to {@code edges[i + 1]}; the first
 * bin also holds those equal to {@code edges[0]}. Only the first two edges may be equal: that bin then holds one
 * number.
 *
 * @param edges in ascending order, one more than there are bins; the first is the minimum, the last the maximum
 * @param counts the number of values in each bin, of at least 1 and at most 1,000
 */
public record Histogram(List<Double> edges, List<Long> counts) {

    private static final int MAX_BINS = 1000;

    public Histogram {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        CardNumbers.requireAtMost(MAX_BINS, "bins", counts.size());
        if (counts.isEmpty() || edges.size() != counts.size() + 1) {
            throw new IllegalArgumentException("expected at least one bin and one more edge than counts, got "
                    + edges.size() + " edges and " + counts.size() + " counts");
        }
        for (int i = 1; i < edges.size(); i++) {
            double from = edges.get(i - 1);
            double to = edges.get(i);
            if (!Double.isFinite(from) || !Double.isFinite(to) || from > to || (from == to && i > 1)) {
                throw new IllegalArgumentException("expected edges in ascending order, got " + from + ", " + to);
            }
        }
        if (counts.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("expected counts of at least 0");
        }
    }

    /** The number of counted values. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** The position of the bin of a number. A number outside the range belongs to the nearest bin. */
    public int bin(double value) {
        return bin(edges, value);
    }

    /** The position of the bin with these edges to which a number belongs. */
    static int bin(List<Double> edges, double value) {
        int bin = 0;
        while (bin < edges.size() - 2 && value > edges.get(bin + 1)) {
            bin++;
        }
        return bin;
    }

    /**
     * The share of the counted values that are below a number, with values spread evenly over each bin: 0 at the
     * minimum and below, 1 at the maximum and above.
     */
    public double quantile(double value) {
        double first = edges.get(0);
        if (value < first || total() == 0) {
            return 0;
        }
        int bin = bin(value);
        long below = counts.subList(0, bin).stream().mapToLong(Long::longValue).sum();
        double from = edges.get(bin);
        double to = edges.get(bin + 1);
        double part = from == to ? (value > to ? 1 : 0) : Math.min(1, (value - from) / (to - from));
        return (below + part * counts.get(bin)) / total();
    }
}
