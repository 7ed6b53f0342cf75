package dev.onward.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding in UTF-8 (RFC 3986, section 2.1). */
public final class UrlEncoding {

    private UrlEncoding() {}

    /** The text as a segment of a path or a value in a header. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The name or value of a form field, in which a plus stands for a space.
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
