package dev.onward.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Content negotiation: the format of a body, and the format that its sender accepts. */
public final class MediaTypes {

    public static final String JSON = "application/json";
    public static final String CSV = "text/csv";
    public static final String HTML = "text/html";
    static final String PLAIN_TEXT = "text/plain;charset=UTF-8";
    public static final String FORM = "application/x-www-form-urlencoded";
    public static final String MULTIPART = "multipart/form-data";

    private MediaTypes() {}

    /**
     * The media type of a body.
     *
     * @param header the Content-Type; empty if there is none
     *
     * @throws HttpException 415 if it is not one of those offered, or if its character set is not UTF-8
     */
    static String of(String header, List<String> offered) {
        if (offered.contains(header)) {
            return header;
        }
        String type = bare(header);
        if (!offered.contains(type)) {
            throw new HttpException(
                    415,
                    "expected a Content-Type of " + String.join(" or ", offered) + ", got "
                            + (header.isEmpty() ? "none" : type),
                    Map.of("Accept-Post", String.join(", ", offered)));
        }
        String charset = parameter(header, "charset").orElse("utf-8");
        if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("us-ascii")) {
            throw new HttpException(415, "expected the character set utf-8, got " + charset);
        }
        return type;
    }

    /** Returns whether a Content-Type is one of a file with any number of rows. */
    static boolean isFile(String header) {
        String type = bare(header);
        return type.equals(CSV) || type.equals(MULTIPART);
    }

    /** @throws HttpException 406 if none of those offered is accepted */
    static String accepted(String accept, List<String> offered) {
        return preferred(accept, offered)
                .orElseThrow(() -> new HttpException(
                        406,
                        "expected an Accept header that allows " + String.join(" or ", offered) + ", got " + accept));
    }

    /**
     * The best of the offered types according to the weights of an Accept header (RFC 9110, section 12.5.1); empty if
     * none is accepted.
     */
    static Optional<String> preferred(String accept, List<String> offered) {
        // The headers of most programs, for which the answer is that of the general rule below.
        if (accept.isBlank() || accept.equals("*/*")) {
            return Optional.of(offered.get(0));
        } else if (offered.contains(accept)) {
            return Optional.of(accept);
        }
        String best = "";
        double highest = 0;
        for (String type : offered) {
            double weight = weight(accept, type);
            if (weight > highest) {
                highest = weight;
                best = type;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static double weight(String accept, String type) {
        double weight = 0;
        int closest = -1;
        for (String range : accept.split(",", -1)) {
            String bare = bare(range);
            int closeness = bare.equals(type)
                    ? 2
                    : bare.equals(type.substring(0, type.indexOf('/')) + "/*") ? 1 : bare.equals("*/*") ? 0 : -1;
            if (closeness > closest) {
                closest = closeness;
                weight = quality(range);
            }
        }
        return weight;
    }

    /** Returns whether an Accept-Encoding header allows gzip. Nothing else is sent unless it does. */
    static boolean acceptsGzip(String header) {
        return Stream.of(header.split(",", -1)).anyMatch(one -> bare(one).equals("gzip") && quality(one) > 0);
    }

    private static double quality(String range) {
        try {
            double quality = parameter(range, "q").map(Double::parseDouble).orElse(1.0);
            return quality >= 0 && quality <= 1 ? quality : 1;
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Optional<String> parameter(String header, String name) {
        String[] parts = header.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0 && parts[i].substring(0, equals).strip().equalsIgnoreCase(name)) {
                return Optional.of(parts[i].substring(equals + 1).strip().replace("\"", ""));
            }
        }
        return Optional.empty();
    }

    /** The media type of a header without its parameters, in lower case. */
    static String bare(String header) {
        int end = header.indexOf(';');
        return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
