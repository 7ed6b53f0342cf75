package dev.onward.json;

import java.util.function.IntConsumer;

/**
 * The limits of the rows that are read from a text.
 *
 * @param maxRows the maximum number of rows
 * @param absentValues is given the number of values that a row leaves out, which take memory without a trace in the
 *     text; an exception of it ends the reading
 */
public record RowLimits(int maxRows, IntConsumer absentValues) {

    /** Limits the number of rows only. */
    public static RowLimits of(int maxRows) {
        return new RowLimits(maxRows, count -> {});
    }
}
