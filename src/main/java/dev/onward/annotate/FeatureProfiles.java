package dev.onward.annotate;

import dev.onward.dataset.Digits;
import dev.onward.dataset.NumericProfile;
import dev.onward.model.card.FeatureCard;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Observed;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What data holds of each feature that is a number. */
final class FeatureProfiles {

    private FeatureProfiles() {}

    /** The features with what was observed of them; what their card says already stays. */
    static List<FeatureCard> of(List<FeatureCard> features, Table table) {
        return features.stream()
                .map(feature -> observed(feature, table, table.schema().position(feature.name())))
                .toList();
    }

    private static FeatureCard observed(FeatureCard feature, Table table, int position) {
        double[] values = values(table.schema().feature(position).type(), table.column(position));
        if (values.length == 0 || !feature.categories().isEmpty()) {
            return feature;
        }
        NumericProfile seen = NumericProfile.of(values.length, row -> values[row]);
        double mean = Math.max(seen.minimum(), Math.min(seen.maximum(), Digits.six(seen.mean())));
        Observed observed = new Observed(seen.minimum(), seen.maximum(), mean, Digits.six(seen.standardDeviation()));
        return new FeatureCard(
                feature.name(),
                feature.input(),
                feature.type(),
                feature.title(),
                feature.unit(),
                feature.description(),
                Optional.of(feature.observed().orElse(observed)),
                feature.step().isPresent() ? feature.step() : OptionalDouble.of(step(seen, values)),
                feature.categories(),
                feature.optional());
    }

    private static double step(NumericProfile seen, double[] values) {
        boolean whole = IntStream.range(0, values.length).allMatch(row -> values[row] % 1 == 0);
        double step = seen.isConstant() ? 1 : Digits.tenthPowerOfTen(seen.standardDeviation());
        return whole ? Math.max(1, step) : step;
    }

    /** Those that are not missing; none if the column holds no numbers. */
    private static double[] values(DataType type, Column column) {
        return type == DataType.NUMBER || type == DataType.INTEGER
                ? IntStream.range(0, column.size())
                        .filter(row -> !column.isMissing(row))
                        .mapToDouble(column::number)
                        .toArray()
                : new double[0];
    }
}
