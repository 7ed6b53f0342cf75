package dev.onward.model.card;

import java.util.Map;
import java.util.Optional;

/**
 * The values of a feature in the reference data.
 *
 * @param numbers of a numeric feature without categories
 * @param categories the number of rows with each category, most frequent first, at most 1,000; texts if the feature
 *     has no fixed categories
 * @param other the number of rows with categories that are not listed; 0 if there are fewer than five in confidential
 *     data
 * @param missing the number of rows without a value; 0 if there are fewer than five in confidential data
 */
public record FeatureReference(Optional<Histogram> numbers, Map<String, Long> categories, long other, long missing) {

    private static final int MAX_CATEGORIES = 1000;

    public FeatureReference {
        CardNumbers.requireAtMost(MAX_CATEGORIES, "categories", categories.size());
    }
}
