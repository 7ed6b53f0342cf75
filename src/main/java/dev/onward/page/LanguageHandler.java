package dev.onward.page;

import dev.onward.http.HttpException;
import dev.onward.http.Language;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Remembers the language that a user chooses on a page, and leads back to this page. */
final class LanguageHandler {

    /** The path of the form's action. */
    static final String PATH = "/language";

    /** The form has an address and a tag. */
    private static final int MAX_BODY = 64 << 10;

    private LanguageHandler() {}

    /** Sets the cookie. It is not part of an address, since whoever receives a link reads another language. */
    static void choose(RequestContext request) throws IOException {
        request.contentType(List.of(MediaTypes.FORM));
        Map<String, List<String>> fields = request.formFields(MAX_BODY);
        String tag = fields.getOrDefault("language", List.of("")).get(0);
        Language language = Language.of(tag)
                .orElseThrow(() -> new HttpException(400, "language: expected one of de, en, es and fr"));
        language.remember(request);
        request.status(303)
                .header(
                        "Location",
                        target(fields.getOrDefault("page", List.of("")).get(0), request.contextPath()));
        request.sendText("");
    }

    /** The address if it is a path within this application, or else the start page: links may not lead elsewhere. */
    private static String target(String address, String contextPath) {
        boolean isOwn = address.startsWith(contextPath + "/")
                && !address.startsWith("//")
                && address.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return isOwn ? address : contextPath + "/";
    }
}
