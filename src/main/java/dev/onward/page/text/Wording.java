package dev.onward.page.text;

import dev.onward.http.Language;
import dev.onward.http.Messages;
import dev.onward.table.Sentence;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A sentence that another package has worded in English, in the language of a page. Sentences whose pattern is among
 * the English texts with the prefix {@code known.} are translated; all others stay English.
 *
 * @param isEnglish whether the text is English on a page that may be in another language
 */
public record Wording(String text, boolean isEnglish) {

    private static final Messages ENGLISH = Messages.in(Language.ENGLISH);

    /** The keys of the translations, by the patterns of the sentences. */
    private static final Map<String, String> KEYS =
            ENGLISH.keys("known.").stream().collect(Collectors.toMap(ENGLISH::pattern, Function.identity()));

    public static Wording of(Sentence english, Messages messages) {
        return Optional.ofNullable(KEYS.get(english.pattern()))
                .filter(key -> messages.language() != Language.ENGLISH)
                .map(key -> new Wording(messages.text(key, english.arguments().toArray()), false))
                .orElseGet(() -> new Wording(english.text(), true));
    }

    /** The same with a further sentence of the page. */
    public Wording with(String further) {
        return new Wording(text + further, isEnglish);
    }
}
