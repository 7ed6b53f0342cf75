package dev.onward.explain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a feature in the training data, among which its response curve and changes of a decision are sought.
 */
public sealed interface FeatureRange {

    /** The name of the feature. */
    String feature();

    /** Whether the feature cannot be changed, such as a person's age. */
    boolean isFixed();

    /**
     * The range of a number, with its distribution.
     *
     * @param edges of the bins of a histogram, in ascending order: the first is the minimum, the last the maximum
     * @param counts the number of rows in each bin, one fewer than the edges
     */
    record Numbers(String feature, List<Double> edges, List<Long> counts, boolean isFixed) implements FeatureRange {

        public Numbers {
            edges = List.copyOf(edges);
            counts = List.copyOf(counts);
            if (counts.isEmpty() || edges.size() != counts.size() + 1) {
                throw new IllegalArgumentException("expected at least one bin and one more edge than counts, got "
                        + edges.size() + " edges and " + counts.size() + " counts");
            }
            for (int i = 0; i < counts.size(); i++) {
                if (!(edges.get(i) <= edges.get(i + 1)) || counts.get(i) < 0) {
                    throw new IllegalArgumentException("expected edges in ascending order and counts of at least 0");
                }
            }
        }

        double lowest() {
            return edges.get(0);
        }

        double highest() {
            return edges.get(edges.size() - 1);
        }

        /**
         * The share of rows with a smaller number, which is spread evenly over each bin: 0 below the range, 1 above it.
         */
        double quantile(double number) {
            long total = counts.stream().mapToLong(Long::longValue).sum();
            double below = 0;
            for (int bin = 0; bin < counts.size() && total > 0; bin++) {
                double from = edges.get(bin);
                double to = edges.get(bin + 1);
                double part = number >= to ? 1 : number <= from ? 0 : (number - from) / (to - from);
                below += part * counts.get(bin) / total;
            }
            return total > 0 ? below : number < lowest() ? 0 : number >= highest() ? 1 : 0.5;
        }
    }

    /**
     * The categories of a text, a boolean or a number with few values.
     *
     * @param counts the number of rows with each category, as the feature's values are written
     * @param other the number of rows with categories that are not listed
     */
    record Categories(String feature, Map<String, Long> counts, long other, boolean isFixed) implements FeatureRange {

        public Categories {
            counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        }

        /** The share of rows with another category. */
        double shareOfOthers(String category) {
            double total = other + counts.values().stream().mapToLong(Long::longValue).sum();
            return total > 0 ? 1 - counts.getOrDefault(category, 0L) / total : 1;
        }
    }
}
