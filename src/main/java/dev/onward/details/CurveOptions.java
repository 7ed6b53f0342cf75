package dev.onward.details;

import java.util.Optional;

/**
 * Options of response curves.
 *
 * @param answer the label or the name of the value whose number is shown; if empty, the predicted label, or the first
 *     value
 * @param points the number of points over the range of a number, from {@link #MIN_POINTS} to {@link #MAX_POINTS}
 */
public record CurveOptions(Optional<String> answer, int points) {

    public static final int MIN_POINTS = 2;
    public static final int MAX_POINTS = 1_000;
    public static final int DEFAULT_POINTS = 41;

    public CurveOptions {
        if (points < MIN_POINTS || points > MAX_POINTS) {
            throw new IllegalArgumentException(
                    "points: expected a whole number from " + MIN_POINTS + " to " + MAX_POINTS + ", got " + points);
        }
    }
}
