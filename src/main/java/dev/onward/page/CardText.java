package dev.onward.page;

import java.util.Optional;

/** Texts of a card, where an empty text means that there is none. */
final class CardText {

    private CardText() {}

    static Optional<String> of(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The title, unless it only repeats the name. */
    static Optional<String> title(String title, String name) {
        return title.equals(name) ? Optional.empty() : of(title);
    }
}
