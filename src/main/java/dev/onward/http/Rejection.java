package dev.onward.http;

import java.util.Map;

/**
 * A request that the server rejected before it reached the application, such as one with a malformed request line.
 *
 * @param known what is known of the request, by the keys of {@link dev.onward.settings.ContextAttributes#REJECTION}
 */
public record Rejection(String id, Map<String, String> known) {

    /** The address of the sender; empty text if unknown. */
    String client() {
        return known.getOrDefault("client", "");
    }

    public String method() {
        return known.getOrDefault("method", "");
    }

    String path() {
        return known.getOrDefault("path", "");
    }

    String detail() {
        return known.getOrDefault("detail", "");
    }

    public int status() {
        return Integer.parseInt(known.getOrDefault("status", "400"));
    }

    /** The time from the arrival of the request to its response, in nanoseconds. */
    public long nanos() {
        return Long.parseLong(known.getOrDefault("nanos", "0"));
    }
}
