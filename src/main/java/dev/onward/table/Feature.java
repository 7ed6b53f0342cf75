package dev.onward.table;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One column of a table, as people and programs know it.
 *
 * @param name what programs call it; unique in its schema
 * @param title what people call it; the name if there is nothing better
 * @param unit of measurement, or empty
 * @param description one sentence for someone who fills in a form, or empty
 * @param observed what the training data held of it
 * @param step a sensible increment for a form's field
 * @param categories the only values it may take, in order; empty if it is not categorical
 * @param optional whether a value may be missing
 * @param accepts the numbers that the model's own input type can hold; outside it a value is refused
 */
public record Feature(
        String name,
        DataType type,
        String title,
        String unit,
        String description,
        Optional<Observed> observed,
        OptionalDouble step,
        List<String> categories,
        boolean optional,
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

    /** A feature of which nothing is known but its name and type. */
    public static Feature of(String name, DataType type) {
        return new Feature(
                name, type, name, "", "", Optional.empty(), OptionalDouble.empty(), List.of(), false, Range.FINITE);
    }

    /** The same feature with what the training data held of it. */
    public Feature withObserved(Observed seen, double sensibleStep) {
        return new Feature(
                name,
                type,
                title,
                unit,
                description,
                Optional.of(seen),
                OptionalDouble.of(sensibleStep),
                categories,
                optional,
                accepts);
    }

    /** The same feature, refusing numbers outside the range. */
    public Feature accepting(Range range) {
        return new Feature(name, type, title, unit, description, observed, step, categories, optional, range);
    }
}
