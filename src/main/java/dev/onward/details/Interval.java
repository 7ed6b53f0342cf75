package dev.onward.details;

import dev.onward.model.card.Basis;

/**
 * An interval around a predicted value that contained the true value of a share of the measured rows, {@link #LEVEL}.
 * Its width is the same for all rows.
 *
 * @param value the name of the value
 * @param from in the unit of the value, finite
 * @param to not below {@code from}
 * @param basis the relation of the measured rows to the training
 */
public record Interval(String value, double from, double to, Basis basis) {

    /** The share of true values inside. */
    public static final double LEVEL = 0.9;
}
