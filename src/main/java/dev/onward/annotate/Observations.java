package dev.onward.annotate;

import dev.onward.model.card.FeatureCard;
import dev.onward.table.Column;
import dev.onward.table.Observed;
import dev.onward.table.Table;
import dev.onward.train.Digits;
import dev.onward.train.Statistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** What data holds of each feature that is a number. */
final class Observations {

    private Observations() {}

    /** The features with what was observed of them; what their card says already stays. */
    static List<FeatureCard> of(List<FeatureCard> features, Table table) {
        return features.stream()
                .map(feature -> observed(feature, table.column(table.schema().position(feature.name()))))
                .toList();
    }

    private static FeatureCard observed(FeatureCard feature, Column column) {
        double[] values = values(column);
        if (values.length == 0 || !feature.categories().isEmpty()) {
            return feature;
        }
        Statistics seen = Statistics.of(values.length, row -> values[row]);
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

    private static double step(Statistics seen, double[] values) {
        boolean whole = IntStream.range(0, values.length).allMatch(row -> values[row] % 1 == 0);
        double step = seen.isConstant() ? 1 : Digits.tenthPowerOfTen(seen.standardDeviation());
        return whole ? Math.max(1, step) : step;
    }

    /** Those that are not missing; none if the column holds no numbers. */
    private static double[] values(Column column) {
        IntToDoubleFunction value;
        if (column instanceof Column.Doubles doubles) {
            value = doubles::get;
        } else if (column instanceof Column.Longs longs) {
            value = row -> (double) longs.get(row);
        } else {
            return new double[0];
        }
        return IntStream.range(0, column.size())
                .filter(row -> !column.isMissing(row))
                .mapToDouble(value)
                .toArray();
    }
}
