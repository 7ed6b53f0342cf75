package dev.onward.model.card;

import java.util.Map;
import java.util.Optional;

/**
 * The treatment of a column of the training data, which becomes a feature or the target. Used only by training.
 *
 * @param drop whether the column is left out
 * @param rename the name of the feature; defaults to the name of the column
 * @param map the replacement for each value; values that it does not contain are left unchanged
 */
public record ColumnCard(boolean drop, Optional<String> rename, Map<String, String> map) {

    public ColumnCard {
        rename = ModelCard.present(rename);
    }
}
