package dev.onward.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A column of a table: its name, its type, and which values it accepts. Built by name, with {@link #builder} or
 * {@link #toBuilder}.
 *
 * @param name identifies the feature in requests; unique in its schema
 * @param title for people; defaults to the name
 * @param unit of measurement
 * @param description one sentence for someone who fills in a form
 * @param observed the distribution in the training data
 * @param step a sensible increment for a form's field, above 0
 * @param categories the only values it may take, in order; empty if it is not categorical
 * @param takesUnknown whether other values than the categories are accepted, because the model ignores them
 * @param optional whether a value may be missing
 * @param typical a number that is usual for it, for examples
 * @param digits the number of decimal places with which its values are shown
 * @param accepts the numbers that the model's input type can hold; others are refused
 */
public record Feature(
        String name,
        DataType type,
        String title,
        Optional<String> unit,
        Optional<String> description,
        Optional<TrainingStatistics> observed,
        OptionalDouble step,
        List<String> categories,
        boolean takesUnknown,
        boolean optional,
        OptionalDouble typical,
        OptionalInt digits,
        Range accepts) {

    public Feature {
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a feature name, got " + Text.quote(name));
        }
        Objects.requireNonNull(type, "type");
        title = title.isBlank() ? name : title;
        if (step.isPresent() && !(step.getAsDouble() > 0)) {
            throw new IllegalArgumentException(
                    "feature " + Text.quote(name) + ": expected a step above 0, got " + step.getAsDouble());
        }
        categories = List.copyOf(categories);
    }

    /** A required feature without categories, title, unit, description or statistics. */
    public static Feature of(String name, DataType type) {
        return builder(name, type).build();
    }

    /** A builder for a required feature that accepts every finite number; everything that is not set is absent. */
    public static Builder builder(String name, DataType type) {
        return new Builder(name, type);
    }

    /** A builder that starts with the values of this feature. */
    public Builder toBuilder() {
        return new Builder(name, type)
                .title(title)
                .unit(unit)
                .description(description)
                .observed(observed)
                .step(step)
                .categories(categories)
                .takesUnknown(takesUnknown)
                .optional(optional)
                .typical(typical)
                .digits(digits)
                .accepts(accepts);
    }

    /** Collects the components of a feature by their names. */
    public static final class Builder {
        private final String name;
        private final DataType type;
        private String title;
        private Optional<String> unit = Optional.empty();
        private Optional<String> description = Optional.empty();
        private Optional<TrainingStatistics> observed = Optional.empty();
        private OptionalDouble step = OptionalDouble.empty();
        private List<String> categories = List.of();
        private boolean takesUnknown;
        private boolean optional;
        private OptionalDouble typical = OptionalDouble.empty();
        private OptionalInt digits = OptionalInt.empty();
        private Range accepts = Range.FINITE;

        private Builder(String name, DataType type) {
            this.name = name;
            this.type = type;
            this.title = name;
        }

        public Builder title(String title) {
            this.title = title;
            return this;
        }

        public Builder unit(Optional<String> unit) {
            this.unit = unit;
            return this;
        }

        public Builder description(Optional<String> description) {
            this.description = description;
            return this;
        }

        public Builder observed(Optional<TrainingStatistics> observed) {
            this.observed = observed;
            return this;
        }

        public Builder step(OptionalDouble step) {
            this.step = step;
            return this;
        }

        public Builder categories(List<String> categories) {
            this.categories = categories;
            return this;
        }

        public Builder takesUnknown(boolean takesUnknown) {
            this.takesUnknown = takesUnknown;
            return this;
        }

        public Builder optional(boolean optional) {
            this.optional = optional;
            return this;
        }

        public Builder typical(OptionalDouble typical) {
            this.typical = typical;
            return this;
        }

        public Builder digits(OptionalInt digits) {
            this.digits = digits;
            return this;
        }

        public Builder accepts(Range accepts) {
            this.accepts = accepts;
            return this;
        }

        /** @throws IllegalArgumentException if the name is blank or the step is not above 0 */
        public Feature build() {
            return new Feature(
                    name,
                    type,
                    title,
                    unit,
                    description,
                    observed,
                    step,
                    categories,
                    takesUnknown,
                    optional,
                    typical,
                    digits,
                    accepts);
        }
    }
}
