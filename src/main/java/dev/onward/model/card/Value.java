package dev.onward.model.card;

import dev.onward.table.Text;
import java.util.Optional;

/**
 * A number that a model predicts.
 *
 * @param name identifies it in responses
 * @param title for people; defaults to the name
 * @param unit of measurement
 */
public record Value(String name, String title, Optional<String> unit) {

    public Value {
        title = title.isBlank() ? (name.isBlank() ? Text.quote(name) : name) : title;
        unit = ModelCard.present(unit);
    }

    /** A number without a title or unit. */
    public static Value of(String name) {
        return new Value(name, name, Optional.empty());
    }
}
