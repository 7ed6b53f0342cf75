package dev.onward.page.form;

import dev.onward.explain.ResponseCurve;
import dev.onward.explain.ResponseCurve.Point;
import dev.onward.model.card.Histogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.DoubleStream;

/**
 * The paths of an SVG image, {@link ValueAxis#WIDTH} by {@link #HEIGHT} units. Whole units keep them short.
 *
 * @param values the distribution in the training data, to be filled
 * @param curve the predictions, to be stroked
 * @param marker the position of the entered value; empty if it has none
 * @param dot the point of the entered value on the curve
 */
record FieldPlot(String values, Optional<String> curve, Optional<Integer> marker, Optional<String> dot) {

    static final int HEIGHT = 44;

    /** The space above the curve for its line and the dot. */
    private static final int MARGIN = 4;

    /** The space between two bars of categories. */
    private static final int GAP = 2;

    /** The vertical scale of the curves of all fields, so that they can be compared. */
    record Scale(double from, double to) {

        static final Scale PROBABILITIES = new Scale(0, 1);

        /** From the least to the greatest output of all curves. */
        static Scale of(List<ResponseCurve> curves) {
            double[] outputs = curves.stream()
                    .flatMap(curve -> curve.points().stream())
                    .mapToDouble(Point::output)
                    .toArray();
            return new Scale(
                    DoubleStream.of(outputs).min().orElse(0),
                    DoubleStream.of(outputs).max().orElse(1));
        }

        private int y(double output) {
            double part = to > from ? (output - from) / (to - from) : 0.5;
            return HEIGHT - MARGIN - (int) Math.round(Math.max(0, Math.min(1, part)) * (HEIGHT - 2 * MARGIN));
        }
    }

    static FieldPlot of(String values) {
        return new FieldPlot(values, Optional.empty(), Optional.empty(), Optional.empty());
    }

    FieldPlot withMarker(int x) {
        return new FieldPlot(values, curve, Optional.of(x), dot);
    }

    /** The density of numbers: each bin is as high as it has numbers per width. */
    static String histogram(Histogram histogram, ValueAxis axis) {
        int bins = histogram.counts().size();
        double[] densities = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            double width = histogram.edges().get(bin + 1) - histogram.edges().get(bin);
            // A bin of a single number has no width.
            double minWidth = (axis.to().doubleValue() - axis.from().doubleValue()) / ValueAxis.WIDTH;
            densities[bin] = histogram.counts().get(bin) / Math.max(width, minWidth);
        }
        double highest = DoubleStream.of(densities).max().orElse(0);
        StringBuilder path = new StringBuilder("M0 ").append(HEIGHT);
        for (int bin = 0; bin < bins; bin++) {
            int end = axis.x(histogram.edges().get(bin + 1));
            path.append('V').append(top(densities[bin], highest)).append('H').append(end);
        }
        return path.append('V').append(HEIGHT).append('Z').toString();
    }

    /** A bar for each count. */
    static String bars(List<Long> counts) {
        double highest = Collections.max(counts).doubleValue();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < counts.size(); i++) {
            path.append('M').append(left(i, counts.size())).append(' ').append(HEIGHT);
            path.append('V')
                    .append(top(counts.get(i).doubleValue(), highest))
                    .append('H')
                    .append(right(i, counts.size()));
            path.append('V').append(HEIGHT).append('Z');
        }
        return path.toString();
    }

    private static int top(double number, double highest) {
        return HEIGHT - (highest > 0 ? (int) Math.round(number / highest * (HEIGHT - MARGIN)) : 0);
    }

    private static int left(int category, int categories) {
        return category * ValueAxis.WIDTH / categories + GAP;
    }

    private static int right(int category, int categories) {
        return (category + 1) * ValueAxis.WIDTH / categories - GAP;
    }

    /** The middle of a category's bar. */
    static int middle(int category, int categories) {
        return (left(category, categories) + right(category, categories)) / 2;
    }

    /** A line through the points in their order. */
    FieldPlot withCurve(List<Point> points, Scale scale, ToIntFunction<Point> x) {
        List<int[]> corners = new ArrayList<>();
        for (Point point : points) {
            int[] next = {x.applyAsInt(point), scale.y(point.output())};
            int last = corners.size() - 1;
            if (last >= 1 && isStraight(corners.get(last - 1), corners.get(last), next)) {
                corners.remove(last);
            }
            corners.add(next);
        }
        StringBuilder path = new StringBuilder();
        corners.forEach(corner -> path.append(path.isEmpty() ? 'M' : 'L')
                .append(corner[0])
                .append(' ')
                .append(corner[1]));
        return drawn(path.toString(), points, scale, x);
    }

    private static boolean isStraight(int[] first, int[] second, int[] third) {
        return (second[0] - first[0]) * (third[1] - second[1]) == (third[0] - second[0]) * (second[1] - first[1]);
    }

    /** A line across the bar of each category. */
    FieldPlot withStrokes(List<Point> points, Scale scale, ToIntFunction<Point> category, int categories) {
        StringBuilder path = new StringBuilder();
        List<Point> known =
                points.stream().filter(point -> category.applyAsInt(point) >= 0).toList();
        for (Point point : known) {
            int position = category.applyAsInt(point);
            path.append('M').append(left(position, categories)).append(' ').append(scale.y(point.output()));
            path.append('H').append(right(position, categories));
        }
        return drawn(path.toString(), known, scale, point -> middle(category.applyAsInt(point), categories));
    }

    private FieldPlot drawn(String path, List<Point> points, Scale scale, ToIntFunction<Point> x) {
        Optional<String> own = points.stream()
                .filter(Point::isOwn)
                .findFirst()
                .map(point -> "M" + x.applyAsInt(point) + " " + scale.y(point.output()) + "h0");
        return new FieldPlot(values, Optional.of(path), marker, own);
    }
}
