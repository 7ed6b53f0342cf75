package dev.onward.model.card;

import dev.onward.table.Text;

/**
 * One class that a classifier can answer.
 *
 * @param name as the training data has it; what programs get
 * @param title what people read; the name if there is nothing better
 */
public record Label(String name, String title) {

    public Label {
        // Data may well hold a blank label, of which nothing would be seen.
        String visible = name.isBlank() ? Text.quote(name) : name;
        title = title.isBlank() ? visible : title;
    }
}
