package dev.onward.table;

import java.util.List;

/**
 * A sentence in English whose words are separate from its values, so that it can be translated.
 *
 * @param pattern the words, with {@code {0}}, {@code {1}} and so on in place of the arguments, in this order
 * @param arguments text; none if the pattern is the whole sentence, whose braces then have no meaning
 */
public record Sentence(String pattern, List<String> arguments) {

    public Sentence {
        arguments = List.copyOf(arguments);
    }

    public static Sentence of(String pattern, String... arguments) {
        return new Sentence(pattern, List.of(arguments));
    }

    /** The sentence in English. */
    public String text() {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (int i = 0; i < arguments.size(); i++) {
            String placeholder = "{" + i + "}";
            int start = pattern.indexOf(placeholder, end);
            text.append(pattern, end, start).append(arguments.get(i));
            end = start + placeholder.length();
        }
        return text.append(pattern, end, pattern.length()).toString();
    }
}
