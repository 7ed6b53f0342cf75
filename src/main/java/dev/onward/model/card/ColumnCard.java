package dev.onward.model.card;

import java.util.Map;

/**
 * How a column of the training data becomes a feature or the target. Read by training alone.
 *
 * @param drop whether it is left out
 * @param rename what the feature is called; the column's own name if empty
 * @param map what each of its values is to be read as; as it stands if empty
 */
public record ColumnCard(boolean drop, String rename, Map<String, String> map) {}
