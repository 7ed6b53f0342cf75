package dev.onward.soak;

/**
 * A measure of the process that must not grow while the load stays the same.
 *
 * @param maxGrowth in the unit of the values; {@link #MAX_GROWTH_PERCENT} is allowed in any case
 */
record Gauge(String name, Series series, double maxGrowth) {

    /** The growth between the medians of two thirds that is allowed. */
    static final double MAX_GROWTH_PERCENT = 3;

    /** The medians of the second and of the last third of a period, and the slope over all of it. */
    record Trend(double middle, double end, double slopePerMinute, boolean isFlat) {}

    @Override
    public String toString() {
        return name;
    }

    Trend trend(double fromSeconds, double toSeconds) {
        double third = (toSeconds - fromSeconds) / 3;
        double middle = series.median(fromSeconds + third, toSeconds - third);
        double end = series.median(toSeconds - third, toSeconds);
        boolean isFlat = end - middle <= Math.max(maxGrowth, middle * MAX_GROWTH_PERCENT / 100);
        return new Trend(middle, end, series.slopePerMinute(fromSeconds, toSeconds), isFlat);
    }
}
