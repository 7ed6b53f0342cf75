package dev.onward.explain;

import dev.onward.model.card.Histogram;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values of a feature in the training data, among which its response curve and changes of a decision are sought.
 */
public sealed interface FeatureRange {

    /** The name of the feature. */
    String feature();

    /** True if the feature cannot be changed, such as a person's age. */
    boolean isFixed();

    /** The range of a number, with its distribution. Immutable. */
    final class Numbers implements FeatureRange {

        private final String feature;
        private final boolean isFixed;
        private final double[] edges;

        private final double[] counts;
        private final double total;

        /** For each edge, the share of rows below it. */
        private final double[] shares;

        /** @param histogram of the training data */
        public Numbers(String feature, Histogram histogram, boolean isFixed) {
            this.feature = feature;
            this.isFixed = isFixed;
            this.edges =
                    histogram.edges().stream().mapToDouble(Double::doubleValue).toArray();
            this.shares = new double[edges.length];
            this.counts =
                    histogram.counts().stream().mapToDouble(Long::doubleValue).toArray();
            this.total = histogram.total();
            for (int bin = 0; bin < counts.length && total > 0; bin++) {
                shares[bin + 1] = shares[bin] + counts[bin] / total;
            }
        }

        @Override
        public String feature() {
            return feature;
        }

        @Override
        public boolean isFixed() {
            return isFixed;
        }

        double lowest() {
            return edges[0];
        }

        double highest() {
            return edges[edges.length - 1];
        }

        /** The edges of the bins in ascending order. Not to be modified. */
        double[] edges() {
            return edges;
        }

        /**
         * The share of rows with a smaller number, which is spread evenly over each bin: 0 below the range, 1 above it.
         */
        double quantile(double number) {
            if (total == 0) {
                return number < lowest() ? 0 : number >= highest() ? 1 : 0.5;
            }
            if (number < lowest()) {
                return 0;
            }
            if (!(number < highest())) {
                return shares[counts.length];
            }
            int found = Arrays.binarySearch(edges, number + 0.0);
            int bin = Math.max(0, found >= 0 ? found : -found - 2);
            if (number == edges[bin + 1]) {
                // The first bin holds a single number.
                bin++;
            }
            double part = (number - edges[bin]) / (edges[bin + 1] - edges[bin]);
            return shares[bin] + part * counts[bin] / total;
        }
    }

    /** The categories of a text, a boolean or a number with few values. Immutable. */
    final class Categories implements FeatureRange {

        private final String feature;
        private final Map<String, Long> counts;
        private final double total;
        private final boolean isFixed;

        /**
         * @param counts the number of rows with each category, as the feature's values are written
         * @param other the number of rows with categories that are not listed
         */
        public Categories(String feature, Map<String, Long> counts, long other, boolean isFixed) {
            this.feature = feature;
            this.counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
            this.total =
                    other + counts.values().stream().mapToLong(Long::longValue).sum();
            this.isFixed = isFixed;
        }

        @Override
        public String feature() {
            return feature;
        }

        @Override
        public boolean isFixed() {
            return isFixed;
        }

        /** The number of rows with each category. */
        public Map<String, Long> counts() {
            return counts;
        }

        /** The share of rows with another category. */
        double shareOfOthers(String category) {
            return total > 0 ? 1 - counts.getOrDefault(category, 0L) / total : 1;
        }
    }
}
