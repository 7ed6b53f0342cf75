package dev.onward.annotate;

import dev.onward.dataset.NumericProfile;
import dev.onward.model.card.FeatureCard;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Adds the profiles of columns to numeric features. */
final class FeatureProfiles {

    private FeatureProfiles() {}

    /** The features with the profile and the step that their columns suggest, unless their cards already have them. */
    static List<FeatureCard> of(List<FeatureCard> features, Table table) {
        return features.stream()
                .map(feature -> profiled(feature, table, table.schema().position(feature.name())))
                .toList();
    }

    private static FeatureCard profiled(FeatureCard feature, Table table, int position) {
        double[] values = values(table.schema().feature(position).type(), table.column(position));
        if (values.length == 0 || !feature.categories().isEmpty()) {
            return feature;
        }
        NumericProfile profile = NumericProfile.of(values.length, row -> values[row]);
        boolean areWhole = Arrays.stream(values).allMatch(value -> value % 1 == 0);
        return feature.toBuilder()
                .observed(Optional.of(feature.observed().orElseGet(profile::statistics)))
                .step(feature.step().isPresent() ? feature.step() : OptionalDouble.of(profile.step(areWhole)))
                .build();
    }

    /** The values that are not missing; none if the column is not numeric. */
    private static double[] values(DataType type, Column column) {
        return type == DataType.NUMBER || type == DataType.INTEGER
                ? IntStream.range(0, column.size())
                        .filter(row -> !column.isMissing(row))
                        .mapToDouble(column::number)
                        .toArray()
                : new double[0];
    }
}
