package dev.onward.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding in UTF-8 (RFC 3986, section 2.1). */
public final class UrlEncoding {

    private UrlEncoding() {}

    /** The text as a segment of a path or the value of a header. */
    public static String encode(String text) {
        return isUnchanged(text)
                ? text
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static boolean isUnchanged(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isUnchanged(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Names of models usually consist of such characters, so they are not encoded again for each request. */
    private static boolean isUnchanged(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-*".indexOf(c) >= 0;
    }

    /**
     * The name or value of a form field, in which a plus sign represents a space.
     *
     * @throws HttpException 400 if an escape is malformed
     */
    static String decodeField(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, "expected percent-encoded form fields, got a malformed escape");
        }
    }
}
