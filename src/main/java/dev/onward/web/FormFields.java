package dev.onward.web;

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

    private FormFields() {}

    static Map<String, List<String>> ofQuery(HttpServletRequest request) {
        return parse(request.getQueryString() == null ? "" : request.getQueryString());
    }

    static Map<String, List<String>> ofBody(HttpServletRequest request, long limit) throws IOException {
        return parse(new String(Bodies.open(request, limit).readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> parse(String encoded) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
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
