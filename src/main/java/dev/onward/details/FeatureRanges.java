package dev.onward.details;

import dev.onward.explain.FeatureRange;
import dev.onward.model.Model;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.FeatureReference;
import dev.onward.model.card.Reference;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the ranges of a model's features from its reference data. */
final class FeatureRanges {

    private FeatureRanges() {}

    /** In the order of the features; without those of which the reference data has no values. */
    static List<FeatureRange> of(Model model, Optional<Reference> reference) {
        return reference.stream()
                .flatMap(data -> model.schema().features().stream()
                        .flatMap(feature -> Optional.ofNullable(data.features().get(feature.name()))
                                .flatMap(values -> range(feature, values, isFixed(model, feature)))
                                .stream()))
                .toList();
    }

    private static boolean isFixed(Model model, Feature feature) {
        return model.card().feature(feature.name()).flatMap(FeatureCard::fixed).orElse(false);
    }

    private static Optional<FeatureRange> range(Feature feature, FeatureReference values, boolean isFixed) {
        boolean isNumber = feature.type() == DataType.NUMBER || feature.type() == DataType.INTEGER;
        // A card may have been written when the feature had another type.
        Stream<FeatureRange> numbers = values.numbers().filter(histogram -> isNumber).stream()
                .map(histogram -> new FeatureRange.Numbers(feature.name(), histogram, isFixed));
        Stream<FeatureRange> categories = Stream.of(values)
                .filter(counted -> !counted.categories().isEmpty())
                .map(counted ->
                        new FeatureRange.Categories(feature.name(), counted.categories(), counted.other(), isFixed));
        return Stream.concat(numbers, categories).findFirst();
    }
}
