package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.card.FeatureReference;
import dev.onward.model.card.Histogram;
import dev.onward.page.text.NumberFormats;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The distribution of a feature in the reference data, as an area in a drawing of 120 by 32.
 *
 * @param path of the area, for SVG
 * @param inWords what it shows
 */
record Distribution(String path, String inWords) {

    private static final double WIDTH = 120;
    private static final double HEIGHT = 32;

    /** A value that many rows share would have an infinite density: no bar is narrower than this share of the width. */
    private static final double NARROWEST = 1.0 / 60;

    private static final int MAX_CATEGORIES = 12;
    private static final int MAX_NAMED = 3;

    /** Empty if no values were counted. */
    static Optional<Distribution> of(FeatureReference reference, Messages messages) {
        return reference
                .numbers()
                .filter(histogram -> histogram.total() > 0)
                .map(histogram -> of(histogram, messages))
                .or(() -> reference.categories().isEmpty() ? Optional.empty() : Optional.of(ofCategories(reference)));
    }

    /** The height is the density: as many values as the bin has, divided by its width. */
    private static Distribution of(Histogram histogram, Messages messages) {
        List<Double> edges = histogram.edges();
        int bins = histogram.counts().size();
        double first = edges.get(0);
        double range = edges.get(bins) - first;
        double scale = range > 0 ? WIDTH / range : 0;
        double[] densities = new double[bins];
        double highest = 0;
        for (int i = 0; i < bins; i++) {
            double width = range > 0 ? (edges.get(i + 1) - edges.get(i)) / range : 1;
            densities[i] = histogram.counts().get(i) / Math.max(width, NARROWEST);
            highest = Math.max(highest, densities[i]);
        }
        StringBuilder path = new StringBuilder("M0 " + number(HEIGHT));
        for (int i = 0; i < bins; i++) {
            double from = (edges.get(i) - first) * scale;
            double to = range > 0 ? Math.max((edges.get(i + 1) - first) * scale, from + WIDTH * NARROWEST) : WIDTH;
            path.append("L").append(number(from)).append(' ').append(number(HEIGHT * (1 - densities[i] / highest)));
            path.append("H").append(number(Math.min(WIDTH, to)));
        }
        path.append("V").append(number(HEIGHT)).append("Z");
        return new Distribution(
                path.toString(),
                messages.text(
                        "distribution.half",
                        NumberFormats.rounded(quantile(histogram, 0.25)),
                        NumberFormats.rounded(quantile(histogram, 0.75))));
    }

    /** The value below which this share of the values is, with values spread evenly over each bin. */
    private static double quantile(Histogram histogram, double share) {
        double rest = share * histogram.total();
        for (int i = 0; i < histogram.counts().size(); i++) {
            long count = histogram.counts().get(i);
            double from = histogram.edges().get(i);
            if (count > 0 && rest <= count) {
                return from + (histogram.edges().get(i + 1) - from) * rest / count;
            }
            rest -= count;
        }
        return histogram.edges().get(histogram.edges().size() - 1);
    }

    /** A bar for each of the most frequent categories. */
    private static Distribution ofCategories(FeatureReference reference) {
        List<Long> counts =
                reference.categories().values().stream().limit(MAX_CATEGORIES).toList();
        long highest =
                Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(1));
        double step = WIDTH / counts.size();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < counts.size(); i++) {
            path.append("M").append(number(i * step)).append(' ').append(number(HEIGHT));
            path.append("V").append(number(HEIGHT * (1 - (double) counts.get(i) / highest)));
            path.append("h").append(number(step * 0.85));
            path.append("V").append(number(HEIGHT)).append("Z");
        }
        long total = reference.categories().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                + reference.other()
                + reference.missing();
        String named = reference.categories().entrySet().stream()
                .limit(MAX_NAMED)
                .map(category ->
                        category.getKey() + " " + NumberFormats.wholePercent((double) category.getValue() / total))
                .collect(Collectors.joining(", "));
        return new Distribution(path.toString(), named);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
