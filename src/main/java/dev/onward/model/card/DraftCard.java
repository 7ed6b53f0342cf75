package dev.onward.model.card;

import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Drafts a card from a model's own card and from what its graph shows. */
public final class DraftCard {

    private DraftCard() {}

    /**
     * The card with the features and the outputs of the graph.
     *
     * @param columns the name of each feature's column in the graph
     * @param task as the graph shows it; if empty, that of the card
     * @param labels the classes of a classifier
     * @param values the numbers that a regression model answers
     */
    public static ModelCard of(
            ModelCard card,
            Schema schema,
            List<String> columns,
            Optional<Task> task,
            List<Label> labels,
            List<Value> values) {
        return card.toBuilder()
                .task(task.or(card::task))
                .labels(labels)
                .values(values)
                .features(IntStream.range(0, schema.size())
                        .mapToObj(i -> feature(schema.feature(i), columns.get(i)))
                        .toList())
                .build();
    }

    private static FeatureCard feature(Feature feature, String column) {
        return FeatureCard.of(feature).toBuilder()
                .input(Optional.of(column))
                .optional(Optional.of(feature.optional()))
                .build();
    }
}
