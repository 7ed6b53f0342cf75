package dev.onward.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses the fields of a form, from a query string or a body, in UTF-8. The containers' own parsers are not used
 * because they have different limits, and some silently drop what exceeds them.
 */
final class FormFields {

    /** More than any form has, but few enough to keep in memory. */
    private static final int MAX_FIELDS = 10_000;

    private FormFields() {}

    /**
     * Parses fields such as {@code a=1&b=2}.
     *
     * @return the values by name, in the order of the names' first appearance
     * @throws HttpException 400 if an escape is malformed; 413 if there are too many fields
     */
    static Map<String, List<String>> parse(String encoded) {
        if (encoded.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        int count = 0;
        for (int start = 0; start < encoded.length(); ) {
            int end = encoded.indexOf('&', start);
            String pair = encoded.substring(start, end < 0 ? encoded.length() : end);
            start += pair.length() + 1;
            if (++count > MAX_FIELDS) {
                throw new HttpException(413, "expected at most " + MAX_FIELDS + " form fields, got more");
            }
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = UrlEncoding.decodeField(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : UrlEncoding.decodeField(pair.substring(equals + 1));
                fields.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
        }
        return fields;
    }
}
