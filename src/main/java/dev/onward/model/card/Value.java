package dev.onward.model.card;

import dev.onward.table.Text;

/**
 * One number that a model answers.
 *
 * @param name what programs call it
 * @param title what people call it; the name if there is nothing better
 * @param unit of measurement, or empty
 */
public record Value(String name, String title, String unit) {

    public Value {
        title = title.isBlank() ? (name.isBlank() ? Text.quote(name) : name) : title;
    }

    /** A number of which nothing is known but its name. */
    public static Value of(String name) {
        return new Value(name, name, "");
    }
}
