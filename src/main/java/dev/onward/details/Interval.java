package dev.onward.details;

/**
 * The interval around a predicted value that holds the true value for a share of similar rows.
 *
 * @param value the name of the value
 * @param level the share, such as 0.9
 * @param from in the unit of the value
 * @param to not below {@code from}
 */
public record Interval(String value, double level, double from, double to) {}
