package dev.onward.http;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/**
 * The texts of the pages in one language, from {@code messages.properties} and its translations. A key that does not
 * exist is an error of the program, for which {@link java.util.MissingResourceException} is thrown. Thread-safe.
 */
public final class Messages {

    /** A narrow space that does not break. A point or comma would be mistaken for a decimal one. */
    private static final char THOUSANDS = '\u202f';

    private static final Map<Language, Messages> ALL = new EnumMap<>(Language.class);

    static {
        for (Language language : Language.values()) {
            ALL.put(language, new Messages(language));
        }
    }

    private final Language language;
    private final ResourceBundle texts;

    private Messages(Language language) {
        this.language = language;
        // Without a fallback to the language of the server, English is the bundle without a suffix.
        texts = ResourceBundle.getBundle(
                Messages.class.getPackageName() + ".messages",
                language.locale(),
                Messages.class.getClassLoader(),
                Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    public static Messages in(Language language) {
        return Objects.requireNonNull(ALL.get(language));
    }

    /** The texts in the language of a request. */
    public static Messages of(RequestContext request) {
        return in(Language.of(request));
    }

    public Language language() {
        return language;
    }

    /** The keys that begin with a prefix, in alphabetical order. */
    public List<String> keys(String prefix) {
        return texts.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .sorted()
                .toList();
    }

    /** The text as it is stored, with its placeholders. */
    public String pattern(String key) {
        return texts.getString(key);
    }

    /** The text with these arguments in place of {@code {0}}, {@code {1}} and so on. Numbers are formatted before. */
    public String text(String key, Object... arguments) {
        return arguments.length == 0 ? pattern(key) : new MessageFormat(pattern(key), Locale.ROOT).format(arguments);
    }

    /**
     * A text that has elements of HTML, as HTML.
     *
     * @param arguments text, which is escaped
     */
    public String html(String key, List<?> arguments) {
        List<String> escaped = new ArrayList<>();
        arguments.forEach(argument -> escaped.add(escape(String.valueOf(argument))));
        return text(key, escaped.toArray());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The text for a count: that of the key with {@code .one} or {@code .other}, in which the count is {@code {0}}. */
    public String count(String key, long count) {
        return text(key + suffix(count), number(count));
    }

    /** The same with a further argument. */
    public String count(String key, long count, String other) {
        return text(key + suffix(count), number(count), other);
    }

    /** In French, zero is singular. */
    private String suffix(long count) {
        return count == 1 || (count == 0 && language == Language.FRENCH) ? ".one" : ".other";
    }

    /** A whole number with its thousands separated. */
    public String number(long number) {
        String grouped = String.format(Locale.ROOT, "%,d", number);
        return language == Language.ENGLISH ? grouped : grouped.replace(',', THOUSANDS);
    }
}
