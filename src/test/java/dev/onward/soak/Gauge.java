package dev.onward.soak;

/**
 * A measure of the process that must not grow while the load stays the same.
 *
 * @param maxGrowth in the unit of the values; {@link #MAX_GROWTH_PERCENT} is allowed in any case
 */
record Gauge(String name, Series series, double maxGrowth) {

    /** The growth between the medians of two thirds that is allowed. */
    static final double MAX_GROWTH_PERCENT = 3;

    @Override
    public String toString() {
        return name;
    }

    /** True if the median of the last third of a period is hardly above that of the second third. */
    boolean isFlat(double fromSeconds, double toSeconds) {
        double third = (toSeconds - fromSeconds) / 3;
        double middle = series.median(fromSeconds + third, toSeconds - third);
        double end = series.median(toSeconds - third, toSeconds);
        return end - middle <= Math.max(maxGrowth, middle * MAX_GROWTH_PERCENT / 100);
    }
}
