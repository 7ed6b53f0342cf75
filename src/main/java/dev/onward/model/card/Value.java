package dev.onward.model.card;

import dev.onward.table.Text;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A number that a model predicts.
 *
 * @param name identifies it in responses
 * @param title for people; defaults to the name
 * @param unit of measurement
 * @param digits the number of decimal places with which it is shown
 */
public record Value(String name, String title, Optional<String> unit, OptionalInt digits) {

    public Value {
        title = title.isBlank() ? (name.isBlank() ? Text.quote(name) : name) : title;
        unit = ModelCard.present(unit);
        FeatureCard.checkDigits("value", name, digits);
    }

    /** A number that is shown with as many digits as needed. */
    public Value(String name, String title, Optional<String> unit) {
        this(name, title, unit, OptionalInt.empty());
    }

    /** A number without a title or unit. */
    public static Value of(String name) {
        return new Value(name, name, Optional.empty());
    }
}
