package dev.onward.page;

import dev.onward.http.Language;
import dev.onward.http.Messages;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A sentence that another package has worded in English, in the language of a page. Sentences whose English pattern is
 * among the texts with the prefix {@code known.} are translated; all others stay English.
 *
 * @param isEnglish whether the text is English on a page that may be in another language
 */
record Wording(String text, boolean isEnglish) {

    private static final String PREFIX = "known.";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    private static final List<Sentence> SENTENCES = Messages.in(Language.ENGLISH).keys(PREFIX).stream()
            .map(Sentence::of)
            .toList();

    /** A text with placeholders in the order of their numbers. */
    private record Sentence(String key, Pattern pattern) {

        static Sentence of(String key) {
            String text = Messages.in(Language.ENGLISH).pattern(key);
            StringBuilder pattern = new StringBuilder();
            Matcher placeholder = PLACEHOLDER.matcher(text);
            int end = 0;
            while (placeholder.find()) {
                pattern.append(Pattern.quote(text.substring(end, placeholder.start())))
                        .append("(.*)");
                end = placeholder.end();
            }
            pattern.append(Pattern.quote(text.substring(end)));
            return new Sentence(key, Pattern.compile(pattern.toString(), Pattern.DOTALL));
        }

        Optional<String> translate(String english, Messages messages) {
            Matcher matcher = pattern.matcher(english);
            return matcher.matches()
                    ? Optional.of(messages.text(
                            key,
                            IntStream.rangeClosed(1, matcher.groupCount())
                                    .mapToObj(matcher::group)
                                    .toArray()))
                    : Optional.empty();
        }
    }

    static Wording of(String english, Messages messages) {
        if (messages.language() == Language.ENGLISH) {
            return new Wording(english, true);
        }
        return SENTENCES.stream()
                .flatMap(sentence -> sentence.translate(english, messages).stream())
                .findFirst()
                .map(text -> new Wording(text, false))
                .orElseGet(() -> new Wording(english, true));
    }

    /** The same with a further sentence of the page. */
    Wording with(String further) {
        return new Wording(text + further, isEnglish);
    }
}
