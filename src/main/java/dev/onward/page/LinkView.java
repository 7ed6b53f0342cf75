package dev.onward.page;

import java.util.Optional;

/**
 * A text that may be a link.
 *
 * @param url absolute, http or https
 */
record LinkView(String text, Optional<String> url) {

    /** Links to a URL from a card. Cards come from anywhere, so other schemes, such as javascript, are dropped. */
    static LinkView of(String text, Optional<String> url) {
        return new LinkView(text, url.filter(link -> link.startsWith("https://") || link.startsWith("http://")));
    }
}
