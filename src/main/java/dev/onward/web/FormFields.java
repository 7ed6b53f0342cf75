package dev.onward.web;

import dev.onward.table.TooLargeException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a form, from a query string or a body, in UTF-8. Read here and not by the container, since each has a
 * limit of its own, and some drop in silence what is over it.
 */
final class FormFields {

    /** More than any form has, and few enough to hold. */
    private static final int MOST_FIELDS = 10_000;

    private FormFields() {}

    static Map<String, List<String>> ofQuery(HttpServletRequest request) {
        return parse(request.getQueryString() == null ? "" : request.getQueryString());
    }

    static Map<String, List<String>> ofBody(HttpServletRequest request, long limit) throws IOException {
        return parse(new String(Bodies.open(request, limit).readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> parse(String encoded) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        for (int start = 0; start < encoded.length(); ) {
            int end = encoded.indexOf('&', start);
            String pair = encoded.substring(start, end < 0 ? encoded.length() : end);
            start += pair.length() + 1;
            if (++count > MOST_FIELDS) {
                throw new TooLargeException("expected at most " + MOST_FIELDS + " form fields, got more");
            }
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                fields.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, "expected form fields in percent encoding, got a broken one");
        }
    }
}
