package dev.onward.details;

import dev.onward.table.Table;
import java.util.Optional;

/**
 * What to explain, and with what to compare.
 *
 * @param answer the label or the name of the value to explain; if empty, the predicted label, or the first value
 * @param group the name of a background in the model's card; if empty, that of all rows
 * @param compare one row to compare with instead of a group
 */
public record ExplanationOptions(Optional<String> answer, Optional<String> group, Optional<Table> compare) {

    /** The predicted label or first value, compared with all rows. */
    public static final ExplanationOptions DEFAULT =
            new ExplanationOptions(Optional.empty(), Optional.empty(), Optional.empty());
}
