package dev.onward.soak;

import java.util.ArrayList;
import java.util.List;

/** Values over time. Thread-safe. */
final class Series {

    private final List<Point> points = new ArrayList<>();

    /** @param seconds since the start of the process */
    private record Point(double seconds, double value) {}

    synchronized void add(double seconds, double value) {
        points.add(new Point(seconds, value));
    }

    private synchronized List<Point> between(double fromSeconds, double toSeconds) {
        return points.stream()
                .filter(point -> point.seconds >= fromSeconds && point.seconds < toSeconds)
                .toList();
    }

    /** The median of the values between two times; NaN if there are none. */
    double median(double fromSeconds, double toSeconds) {
        double[] values = between(fromSeconds, toSeconds).stream()
                .mapToDouble(Point::value)
                .sorted()
                .toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }
}
