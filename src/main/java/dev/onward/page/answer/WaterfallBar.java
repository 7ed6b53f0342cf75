package dev.onward.page.answer;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A line of a waterfall as the content of an SVG image, {@link #WIDTH} by {@link #HEIGHT} units. The lines stand below
 * each other without gaps, so that the joints of two lines meet.
 *
 * @param kind "up", "down" or "total", which determines the colour
 * @param x of the left end of the bar
 * @param width of the bar; 0 for a total
 * @param joint the path of thin lines to the bars above and below
 */
record WaterfallBar(String kind, int x, int width, String joint) {

    static final int WIDTH = 400;
    static final int HEIGHT = 20;
    private static final int TOP = 4;
    private static final int BOTTOM = 16;

    /** Totals at the very edge would be cut. */
    private static final int MARGIN = 4;

    /** The horizontal scale of a waterfall. */
    record Scale(double from, double to) {

        private int x(double number) {
            double part = to > from ? (number - from) / (to - from) : 0.5;
            return MARGIN + (int) Math.round(part * (WIDTH - 2 * MARGIN));
        }

        WaterfallBar first(double number) {
            return new WaterfallBar("total", x(number), 0, "M" + x(number) + " " + TOP + "V" + HEIGHT);
        }

        WaterfallBar between(double start, double end) {
            int left = Math.min(x(start), x(end));
            int width = Math.max(1, Math.abs(x(end) - x(start)));
            return new WaterfallBar(
                    end < start ? "down" : "up",
                    left,
                    width,
                    "M" + x(start) + " 0V" + TOP + "M" + x(end) + " " + BOTTOM + "V" + HEIGHT);
        }

        WaterfallBar last(double number) {
            return new WaterfallBar("total", x(number), 0, "M" + x(number) + " 0V" + BOTTOM);
        }
    }

    /** @param numbers the ends of all bars, and a further one */
    static Scale scale(List<Double> numbers, double other) {
        double[] all = DoubleStream.concat(numbers.stream().mapToDouble(Double::doubleValue), DoubleStream.of(other))
                .toArray();
        return new Scale(
                DoubleStream.of(all).min().orElseThrow(),
                DoubleStream.of(all).max().orElseThrow());
    }
}
