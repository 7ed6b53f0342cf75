package dev.onward.model;

/**
 * One class that a classifier can answer.
 *
 * @param name as the training data has it; what programs get
 * @param title what people read; the name if there is nothing better
 */
public record Label(String name, String title) {

    public Label {
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected a label name, got nothing");
        }
        title = title.isBlank() ? name : title;
    }
}
