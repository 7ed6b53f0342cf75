package dev.onward.model;

import dev.onward.table.Feature;
import dev.onward.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A card to start from: what a model's own card says, and beyond that what its graph shows. */
final class DraftCard {

    private DraftCard() {}

    /**
     * @param columns what the graph calls the column of each feature
     * @param none the model's answer to no rows, which shows of what kind its answers are
     */
    static ModelCard of(ModelCard card, Schema schema, List<String> columns, Prediction none) {
        return new ModelCard(
                card.name(),
                card.title(),
                card.description(),
                card.version(),
                task(card, none),
                none instanceof Prediction.Classes classes ? classes.labels() : List.of(),
                card.probabilities(),
                none instanceof Prediction.Values values ? values.values() : List.of(),
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

    private static Optional<Task> task(ModelCard card, Prediction none) {
        if (none instanceof Prediction.Classes) {
            return Optional.of(Task.CLASSIFICATION);
        }
        return none instanceof Prediction.Values ? Optional.of(Task.REGRESSION) : card.task();
    }

    private static FeatureCard feature(Feature feature, String column) {
        return new FeatureCard(
                feature.name(),
                column,
                Optional.of(feature.type()),
                feature.title(),
                feature.unit(),
                feature.description(),
                feature.observed(),
                feature.step(),
                feature.categories(),
                Optional.of(feature.optional()));
    }
}
