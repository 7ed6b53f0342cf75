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

    /** The slope between two times of the line that fits best (least squares), per minute. */
    double slopePerMinute(double fromSeconds, double toSeconds) {
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        List<Point> some = between(fromSeconds, toSeconds);
        for (Point point : some) {
            double x = (point.seconds - fromSeconds) / 60;
            sumX += x;
            sumY += point.value;
            sumXx += x * x;
            sumXy += x * point.value;
        }
        return (some.size() * sumXy - sumX * sumY) / (some.size() * sumXx - sumX * sumX);
    }
}
