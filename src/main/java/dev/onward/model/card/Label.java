package dev.onward.model.card;

import dev.onward.table.Text;

/**
 * A class that a classifier can predict.
 *
 * @param name of the class in the training data and in responses
 * @param title for people; defaults to the name, quoted if it is blank
 */
public record Label(String name, String title) {

    public Label {
        // Data may contain blank labels, which would be invisible without quotes.
        String visible = name.isBlank() ? Text.quote(name) : name;
        title = title.isBlank() ? visible : title;
    }

    /** A class without a title. */
    public static Label of(String name) {
        return new Label(name, "");
    }
}
