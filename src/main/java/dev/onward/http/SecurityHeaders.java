package dev.onward.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;

/** The headers of every response: no content from other sites, no frames, no content sniffing, no caching. */
final class SecurityHeaders {

    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "X-Frame-Options",
            "DENY",
            "Cache-Control",
            "no-store");

    /** A list because a map makes new entries each time they are read. */
    private static final List<Map.Entry<String, String>> LIST = List.copyOf(HEADERS.entrySet());

    private SecurityHeaders() {}

    static void set(HttpServletResponse response) {
        for (Map.Entry<String, String> header : LIST) {
            response.setHeader(header.getKey(), header.getValue());
        }
    }
}
