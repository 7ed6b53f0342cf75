package dev.onward.details;

import dev.onward.model.Model;
import dev.onward.model.card.FeatureReference;
import dev.onward.model.card.Histogram;
import dev.onward.model.card.Reference;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Numbers;
import dev.onward.table.Sentence;
import dev.onward.table.Table;
import dev.onward.table.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The checks of a model's features for values that differ from the training data. Immutable. */
final class FeatureChecks {

    private final List<FeatureCheck> checks;

    private FeatureChecks(List<FeatureCheck> checks) {
        this.checks = List.copyOf(checks);
    }

    /** A check of one feature, by its position. */
    private record FeatureCheck(int position, Check check) {}

    /** Checks one cell that is not missing. */
    private interface Check {
        Optional<Warning> warning(Column column, int row);
    }

    /** The limits of the numbers in the training data, and as warnings need them. */
    private record Limits(Limit minimum, Limit maximum) {

        Limits(double minimum, double maximum) {
            this(Limit.of(minimum), Limit.of(maximum));
        }

        static Optional<Limits> of(Feature feature, Optional<FeatureReference> reference) {
            return feature.observed()
                    .map(observed -> new Limits(observed.minimum(), observed.maximum()))
                    .or(() -> reference.flatMap(FeatureReference::numbers).map(Limits::of));
        }

        private static Limits of(Histogram histogram) {
            List<Double> edges = histogram.edges();
            return new Limits(edges.get(0), edges.get(edges.size() - 1));
        }
    }

    private record Limit(double value, BigDecimal exact, String text) {

        static Limit of(double value) {
            BigDecimal exact = BigDecimal.valueOf(value);
            return new Limit(value, exact, NumberText.exact(exact));
        }
    }

    static FeatureChecks of(Model model, Optional<Reference> reference) {
        List<FeatureCheck> checks = new ArrayList<>();
        for (int i = 0; i < model.schema().size(); i++) {
            Feature feature = model.schema().feature(i);
            Optional<FeatureReference> values = reference.flatMap(
                    data -> Optional.ofNullable(data.features().get(feature.name())));
            Optional<Check> check = check(feature, values);
            if (feature.takesUnknown()) {
                check = Optional.of(withUnknown(feature, check));
            }
            if (check.isPresent() || feature.optional()) {
                checks.add(new FeatureCheck(i, withMissing(feature, check)));
            }
        }
        return new FeatureChecks(checks);
    }

    private static Optional<Check> check(Feature feature, Optional<FeatureReference> reference) {
        boolean isNumber = feature.type() == DataType.NUMBER || feature.type() == DataType.INTEGER;
        Optional<FeatureReference> counted =
                reference.filter(values -> !values.categories().isEmpty());
        if (counted.isPresent()) {
            return isNumber ? unseenNumber(feature, counted.get()) : Optional.of(unseenText(feature, counted.get()));
        }
        return isNumber && feature.categories().isEmpty()
                ? Limits.of(feature, reference).map(limits -> (column, row) -> outside(feature, limits, column, row))
                : Optional.empty();
    }

    private static Check withUnknown(Feature feature, Optional<Check> check) {
        Set<String> known = Set.copyOf(feature.categories());
        return (column, row) -> {
            String value = column.value(row).map(Object::toString).orElse("");
            return known.contains(value)
                    ? check.flatMap(present -> present.warning(column, row))
                    : Optional.of(new Warning(
                            feature.name(),
                            Warning.Kind.UNKNOWN_CATEGORY,
                            Optional.empty(),
                            Sentence.of(
                                    "the model does not know {0} and ignores it; it knows {1}",
                                    Text.quote(value), Text.quote(feature.categories()))));
        };
    }

    private static Check withMissing(Feature feature, Optional<Check> check) {
        Warning missing = new Warning(
                feature.name(),
                Warning.Kind.MISSING_VALUE,
                Optional.empty(),
                Sentence.of("no value; the model treats it as missing"));
        Check present = check.orElse((column, row) -> Optional.empty());
        return (column, row) -> column.isMissing(row) ? Optional.of(missing) : present.warning(column, row);
    }

    private static Optional<Warning> outside(Feature feature, Limits limits, Column column, int row) {
        double value = column.number(row);
        boolean isBelow = value < limits.minimum().value();
        if (!isBelow && !(value > limits.maximum().value())) {
            return Optional.empty();
        }
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal distance = isBelow
                ? limits.minimum().exact().subtract(exact)
                : exact.subtract(limits.maximum().exact());
        return Optional.of(new Warning(
                feature.name(),
                Warning.Kind.OUTSIDE_TRAINING_RANGE,
                Optional.of(distance),
                Sentence.of(
                        isBelow
                                ? "{0} is {1} below the training range of {2} to {3}"
                                : "{0} is {1} above the training range of {2} to {3}",
                        NumberText.exact(exact),
                        NumberText.exact(distance),
                        limits.minimum().text(),
                        limits.maximum().text())));
    }

    private static Check unseenText(Feature feature, FeatureReference values) {
        return (column, row) -> {
            String category = column.value(row).map(Object::toString).orElse("");
            return unseen(feature, category, values.categories().getOrDefault(category, values.other()));
        };
    }

    /** Numbers are compared by value: a card may have 1, 1.0 or 01. */
    private static Optional<Check> unseenNumber(Feature feature, FeatureReference values) {
        Map<Double, Long> counts = new HashMap<>();
        values.categories().forEach((category, count) -> Numbers.decimal(category)
                .ifPresent(number -> counts.merge(number + 0.0, count, Long::sum)));
        // The card may have been written when the feature was not a number.
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of((column, row) -> {
                    // Adding 0 makes -0 equal to 0.
                    double number = column.number(row) + 0.0;
                    return unseen(feature, NumberText.exact(number), counts.getOrDefault(number, values.other()));
                });
    }

    private static Optional<Warning> unseen(Feature feature, String category, long count) {
        return count > 0
                ? Optional.empty()
                : Optional.of(new Warning(
                        feature.name(),
                        Warning.Kind.UNSEEN_CATEGORY,
                        Optional.empty(),
                        Sentence.of("the training data has no rows with {0}", Text.quote(category))));
    }

    /** The warnings about a row, in the order of the features. */
    List<Warning> warnings(Table table, int row) {
        // Made for the first warning: most rows have none.
        List<Warning> warnings = List.of();
        for (FeatureCheck check : checks) {
            Optional<Warning> warning = check.check().warning(table.column(check.position()), row);
            if (warning.isPresent()) {
                warnings = warnings.isEmpty() ? new ArrayList<>() : warnings;
                warnings.add(warning.get());
            }
        }
        return warnings;
    }
}
