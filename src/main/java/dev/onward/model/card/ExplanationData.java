package dev.onward.model.card;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The background data of explanations.
 *
 * @param binding the SHA-256 digest of the sums and trees of the graph to which means and pattern counts belong; empty
 *     if the graph is not explained exactly
 * @param patterns the SHA-256 digest of the metadata entry {@link #PATTERNS}; empty if the graph has no trees
 * @param aggregation the minimum number of rows that each row of a background aggregates; empty if backgrounds have
 *     the rows themselves
 * @param groups one for all rows, and one for each named group
 */
public record ExplanationData(
        Optional<String> binding, Optional<String> patterns, OptionalLong aggregation, List<BackgroundGroup> groups) {

    /** The metadata entry of the file that holds the pattern counts of trees. */
    public static final String PATTERNS = "dev.onward.patterns";

    public ExplanationData {
        binding = ModelCard.present(binding);
        patterns = ModelCard.present(patterns);
        groups = List.copyOf(groups);
    }

    /** The group with this name. */
    public Optional<BackgroundGroup> group(String name) {
        return groups.stream().filter(group -> group.name().equals(name)).findFirst();
    }
}
