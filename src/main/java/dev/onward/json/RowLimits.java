package dev.onward.json;

import java.util.function.LongConsumer;

/**
 * The limits of the rows that are read from a text.
 *
 * @param maxRows the maximum number of rows
 * @param absentValues called with the number of values that the rows leave out so far: they use memory although the
 *     text does not contain them. An exception that it throws ends the reading.
 */
public record RowLimits(int maxRows, LongConsumer absentValues) {

    /** Limits the number of rows only. */
    public static RowLimits of(int maxRows) {
        return new RowLimits(maxRows, count -> {});
    }
}
