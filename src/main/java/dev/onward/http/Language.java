package dev.onward.http;

import jakarta.servlet.http.Cookie;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.stream.Stream;

/** The languages of the pages, in the order of their own names. */
public enum Language {
    GERMAN("de", "Deutsch"),
    ENGLISH("en", "English"),
    SPANISH("es", "Español"),
    FRENCH("fr", "Français");

    /** The cookie with the language that a user has chosen. */
    private static final String COOKIE = "onward-language";

    /** What the language depends on, for the header Vary. */
    static final String VARY = "Accept-Language, Cookie";

    private static final int SECONDS_OF_A_YEAR = 365 * 24 * 60 * 60;

    private static final List<Locale> LOCALES =
            Stream.of(values()).map(Language::locale).toList();

    private final String tag;
    private final String title;

    Language(String tag, String title) {
        this.tag = tag;
        this.title = title;
    }

    /** The language tag (RFC 5646). */
    public String tag() {
        return tag;
    }

    /** The name of the language in this language. */
    public String title() {
        return title;
    }

    Locale locale() {
        return Locale.forLanguageTag(tag);
    }

    /** The language with this tag; empty if there are no pages in it. */
    public static Optional<Language> of(String tag) {
        return Stream.of(values()).filter(language -> language.tag.equals(tag)).findFirst();
    }

    /**
     * The language of a page: the one that was chosen, or else the one that the header Accept-Language prefers (RFC
     * 4647, section 3.4), or else English. The response depends on both, and says so.
     */
    static Language of(RequestContext request) {
        request.header("Vary", VARY);
        Cookie[] cookies = request.request().getCookies();
        return Stream.of(cookies == null ? new Cookie[0] : cookies)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .flatMap(cookie -> of(cookie.getValue()).stream())
                .findFirst()
                .orElseGet(() -> accepted(request.headerLines("Accept-Language")));
    }

    private static Language accepted(String header) {
        try {
            Locale found = header.isBlank() ? null : Locale.lookup(LanguageRange.parse(header), LOCALES);
            return found == null ? ENGLISH : of(found.getLanguage()).orElse(ENGLISH);
        } catch (IllegalArgumentException e) {
            return ENGLISH;
        }
    }

    /** Remembers this language for a year, for all pages of the application. Nothing else is stored. */
    public void remember(RequestContext request) {
        request.header(
                "Set-Cookie",
                COOKIE + "=" + tag + "; Path=" + request.contextPath() + "/; Max-Age=" + SECONDS_OF_A_YEAR
                        + "; SameSite=Lax; HttpOnly");
    }
}
