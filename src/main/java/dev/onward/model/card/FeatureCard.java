package dev.onward.model.card;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Text;
import dev.onward.table.TrainingStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a card says of one feature. What it leaves out is taken from the graph.
 *
 * @param name what programs call it; unique on its card
 * @param input the column of the graph's inputs that it stands for, as the graph alone would name it; the name if empty
 * @param type empty for the graph's own
 * @param title what people call it; the name if empty
 * @param unit of measurement, or empty
 * @param description one sentence for someone who fills in a form, or empty
 * @param observed what the training data held of it
 * @param step a sensible increment for a form's field
 * @param categories the only values it may take, in order; those that the graph knows if empty
 * @param optional whether a value may be missing; empty for what the graph shows
 */
public record FeatureCard(
        String name,
        String input,
        Optional<DataType> type,
        String title,
        String unit,
        String description,
        Optional<TrainingStatistics> observed,
        OptionalDouble step,
        List<String> categories,
        Optional<Boolean> optional) {

    public FeatureCard {
        title = title.isBlank() ? name : title;
        if (step.isPresent() && !(step.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "feature " + Text.quote(name) + ": expected a step above 0, got " + step.getAsDouble());
        }
        categories = List.copyOf(categories);
    }

    /** A card that says no more than a complete feature does; what the model's input can hold is not on it. */
    public static FeatureCard of(Feature feature) {
        return new FeatureCard(
                feature.name(),
                "",
                Optional.of(feature.type()),
                feature.title(),
                feature.unit().orElse(""),
                feature.description().orElse(""),
                feature.observed(),
                feature.step(),
                feature.categories(),
                feature.optional() ? Optional.of(true) : Optional.empty());
    }

    /** The feature that the graph shows, in the words of this card. */
    public Feature complete(Feature graph) {
        return Feature.builder(name, type.orElse(graph.type()))
                .title(title)
                .unit(Optional.of(unit).filter(text -> !text.isEmpty()))
                .description(Optional.of(description).filter(text -> !text.isEmpty()))
                .observed(observed)
                .step(step)
                .categories(categories.isEmpty() ? graph.categories() : categories)
                .optional(optional.orElse(graph.optional()))
                .accepts(graph.accepts())
                .build();
    }
}
