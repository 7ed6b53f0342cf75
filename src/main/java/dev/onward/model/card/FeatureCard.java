package dev.onward.model.card;

import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Text;
import dev.onward.table.TrainingStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The entries of a card for one feature. Absent entries are taken from the graph. Built by name, with {@link #builder}
 * or {@link #toBuilder}.
 *
 * @param name identifies the feature in requests; unique on its card
 * @param input the column of the graph's inputs that it stands for, as named without a card; defaults to the name
 * @param type defaults to the graph's own
 * @param title for people; defaults to the name
 * @param unit of measurement
 * @param description one sentence for someone who fills in a form
 * @param observed the distribution in the training data
 * @param step a sensible increment for a form's field
 * @param categories the only values it may take, in order; if empty, those that the graph knows
 * @param optional whether a value may be missing; defaults to what the graph shows
 * @param fixed whether the feature cannot be changed, such as an age, so that no other value is ever suggested
 * @param group the heading under which the feature is shown together with others
 * @param digits the number of decimal places with which its values are shown
 */
public record FeatureCard(
        String name,
        Optional<String> input,
        Optional<DataType> type,
        String title,
        Optional<String> unit,
        Optional<String> description,
        Optional<TrainingStatistics> observed,
        OptionalDouble step,
        List<String> categories,
        Optional<Boolean> optional,
        Optional<Boolean> fixed,
        Optional<String> group,
        OptionalInt digits) {

    private static final int MAX_DIGITS = 15;

    public FeatureCard {
        input = ModelCard.present(input);
        title = title.isBlank() ? name : title;
        unit = ModelCard.present(unit);
        description = ModelCard.present(description);
        if (step.isPresent() && !(step.getAsDouble() > 0 && Double.isFinite(step.getAsDouble()))) {
            throw new IllegalArgumentException(
                    "feature " + Text.quote(name) + ": expected a step above 0, got " + step.getAsDouble());
        }
        categories = List.copyOf(categories);
        group = ModelCard.present(group);
        checkDigits("feature", name, digits);
    }

    /** @throws IllegalArgumentException if nobody would want so many decimal places */
    static void checkDigits(String kind, String name, OptionalInt digits) {
        if (digits.isPresent() && (digits.getAsInt() < 0 || digits.getAsInt() > MAX_DIGITS)) {
            throw new IllegalArgumentException(kind + " " + Text.quote(name)
                    + ": expected a number of digits from 0 to " + MAX_DIGITS + ", got " + digits.getAsInt());
        }
    }

    /** A builder for the card of a feature; every entry that is not set is absent. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A builder that starts with the entries of this card. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** A card with the entries of a feature. It leaves out which numbers the model's input can hold. */
    public static FeatureCard of(Feature feature) {
        return builder(feature.name())
                .type(Optional.of(feature.type()))
                .title(feature.title())
                .unit(feature.unit())
                .description(feature.description())
                .observed(feature.observed())
                .step(feature.step())
                .digits(feature.digits())
                .categories(feature.categories())
                .optional(feature.optional() ? Optional.of(true) : Optional.empty())
                .build();
    }

    /** This card with the entries of an earlier card that a {@link Feature} does not have. */
    public FeatureCard withDisplayOf(FeatureCard earlier) {
        return toBuilder()
                .fixed(earlier.fixed)
                .group(earlier.group)
                .digits(earlier.digits)
                .build();
    }

    /** The column of the graph's inputs that the feature stands for, as named without a card. */
    public String column() {
        return input.orElse(name);
    }

    /** The graph's feature with the entries of this card. */
    public Feature complete(Feature graph) {
        return Feature.builder(name, type.orElse(graph.type()))
                .title(title)
                .unit(unit)
                .description(description)
                .observed(observed)
                .step(step)
                .categories(categories.isEmpty() ? graph.categories() : categories)
                .takesUnknown(graph.takesUnknown() && (categories.isEmpty() || categories.equals(graph.categories())))
                .optional(optional.orElse(graph.optional()))
                .accepts(graph.accepts())
                .typical(graph.typical())
                .digits(digits)
                .build();
    }

    /** Collects the entries for a feature by their names. */
    public static final class Builder {
        private String name;
        private Optional<String> input = Optional.empty();
        private Optional<DataType> type = Optional.empty();
        private String title = "";
        private Optional<String> unit = Optional.empty();
        private Optional<String> description = Optional.empty();
        private Optional<TrainingStatistics> observed = Optional.empty();
        private OptionalDouble step = OptionalDouble.empty();
        private List<String> categories = List.of();
        private Optional<Boolean> optional = Optional.empty();
        private Optional<Boolean> fixed = Optional.empty();
        private Optional<String> group = Optional.empty();
        private OptionalInt digits = OptionalInt.empty();

        private Builder(String name) {
            this.name = name;
        }

        private Builder(FeatureCard card) {
            name = card.name;
            input = card.input;
            type = card.type;
            title = card.title;
            unit = card.unit;
            description = card.description;
            observed = card.observed;
            step = card.step;
            categories = card.categories;
            optional = card.optional;
            fixed = card.fixed;
            group = card.group;
            digits = card.digits;
        }

        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder input(Optional<String> input) {
            this.input = input;
            return this;
        }

        public Builder type(Optional<DataType> type) {
            this.type = type;
            return this;
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

        public Builder optional(Optional<Boolean> optional) {
            this.optional = optional;
            return this;
        }

        public Builder fixed(Optional<Boolean> fixed) {
            this.fixed = fixed;
            return this;
        }

        public Builder group(Optional<String> group) {
            this.group = group;
            return this;
        }

        public Builder digits(OptionalInt digits) {
            this.digits = digits;
            return this;
        }

        public FeatureCard build() {
            return new FeatureCard(
                    name,
                    input,
                    type,
                    title,
                    unit,
                    description,
                    observed,
                    step,
                    categories,
                    optional,
                    fixed,
                    group,
                    digits);
        }
    }
}
