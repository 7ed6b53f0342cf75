package dev.onward.model.card;

import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A card to start from: what a model's own card says, and beyond that what its graph shows. */
public final class DraftCard {

    private DraftCard() {}

    /**
     * @param columns what the graph calls the column of each feature
     * @param task what the graph shows that it does; empty for what the card says
     * @param labels the classes, and values the numbers, that it answers
     */
    public static ModelCard of(
            ModelCard card, Schema schema, List<String> columns, Optional<Task> task, List<Label> labels, List<Value> values) {
        return new ModelCard(
                card.name(),
                card.title(),
                card.description(),
                card.version(),
                task.or(card::task),
                labels,
                card.probabilities(),
                values,
                IntStream.range(0, schema.size())
                        .mapToObj(i -> feature(schema.feature(i), columns.get(i)))
                        .toList(),
                card.columns(),
                card.examples(),
                card.method(),
                card.metrics(),
                card.confusion(),
                card.data(),
                card.notes(),
                card.golden());
    }

    private static FeatureCard feature(Feature feature, String column) {
        return new FeatureCard(
                feature.name(),
                column,
                Optional.of(feature.type()),
                feature.title(),
                feature.unit().orElse(""),
                feature.description().orElse(""),
                feature.observed(),
                feature.step(),
                feature.categories(),
                Optional.of(feature.optional()));
    }
}
