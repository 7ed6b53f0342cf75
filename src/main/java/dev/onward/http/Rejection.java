package dev.onward.http;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that the server rejected before it reached the application, such as one with a malformed request line.
 *
 * @param known what is known of the request, by the keys of {@link dev.onward.settings.ContextAttributes#REJECTION}
 */
public record Rejection(String id, Map<String, String> known) {

    /** The address of the sender. */
    Optional<String> client() {
        return Optional.ofNullable(known.get("client"));
    }

    public Optional<String> method() {
        return Optional.ofNullable(known.get("method"));
    }

    Optional<String> path() {
        return Optional.ofNullable(known.get("path"));
    }

    /** The reason for the caller. */
    String detail() {
        return Objects.requireNonNull(known.get("detail"));
    }

    public int status() {
        return Integer.parseInt(Objects.requireNonNull(known.get("status")));
    }

    /** The time from the arrival of the request to its response, in nanoseconds. */
    public long nanos() {
        return Long.parseLong(known.getOrDefault("nanos", "0"));
    }
}
