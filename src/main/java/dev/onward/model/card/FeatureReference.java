package dev.onward.model.card;

import java.util.Map;
import java.util.Optional;

/**
 * The values of a feature in the reference data.
 *
 * @param numbers of a numeric feature without categories
 * @param categories the number of rows with each category, most frequent first; texts if the feature has no fixed
 *     categories
 * @param other the number of rows with categories that are not listed
 * @param missing the number of rows without a value
 */
public record FeatureReference(Optional<Histogram> numbers, Map<String, Long> categories, long other, long missing) {}
