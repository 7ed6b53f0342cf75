package dev.onward.page.model;

import java.util.Optional;

/**
 * Text that may be a link.
 *
 * @param url absolute, http or https
 */
record LinkView(String text, Optional<String> url) {

    /** Links to a URL from a card. Cards are not trusted, so other schemes, such as javascript, are dropped. */
    static LinkView of(String text, Optional<String> url) {
        return new LinkView(text, url.filter(link -> link.startsWith("https://") || link.startsWith("http://")));
    }
}
