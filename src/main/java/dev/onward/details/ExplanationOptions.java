package dev.onward.details;

import dev.onward.table.Table;
import java.util.Optional;

/**
 * The subject of an explanation, and its background.
 *
 * @param answer the label or the name of the value to explain; if empty, the predicted label, or the first value
 * @param group the name of a background in the model's card; if empty, that of all rows
 * @param background the row to compare with instead of a group, if the request can have one
 */
public record ExplanationOptions(Optional<String> answer, Optional<String> group, Comparison background) {

    /** The predicted label or first value, compared with all rows, for a route without {@code compare}. */
    public static final ExplanationOptions DEFAULT =
            new ExplanationOptions(Optional.empty(), Optional.empty(), Comparison.UNAVAILABLE);

    /**
     * A row to compare with.
     *
     * @param row empty if the request has none
     * @param isAvailable true if the route accepts such a row, and CSV files, so that messages may suggest them
     */
    public record Comparison(Optional<Table> row, boolean isAvailable) {

        /** For routes and commands that do not accept such a row. */
        public static final Comparison UNAVAILABLE = new Comparison(Optional.empty(), false);
    }

    /** The row to compare with. */
    public Optional<Table> compare() {
        return background.row();
    }

    /** True if messages may suggest a row to compare with. */
    public boolean canCompare() {
        return background.isAvailable();
    }
}
