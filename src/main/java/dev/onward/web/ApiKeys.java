package dev.onward.web;

import dev.onward.settings.ApiKey;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who shows an API key: as {@code Authorization: Bearer}, as {@code X-Api-Key}, or as the password of HTTP's basic
 * authentication, which browsers ask their users for. Only hashes are known here, and all of them are compared in full,
 * whatever was shown, so that the time it takes tells nothing. Without keys everyone is let in.
 */
final class ApiKeys {

    static final String HEADER = "X-Api-Key";

    /** That which browsers know first: some look no further than the first of a list. */
    private static final Map<String, String> CHALLENGE =
            Map.of("WWW-Authenticate", "Basic realm=\"Onward\", charset=\"UTF-8\", Bearer realm=\"Onward\"");

    private final List<Known> keys;

    ApiKeys(List<ApiKey> keys) {
        this.keys = keys.stream()
                .map(key -> new Known(key.name(), HexFormat.of().parseHex(key.sha256())))
                .toList();
    }

    private static final class Known {

        private final String name;
        private final byte[] hash;

        Known(String name, byte[] hash) {
            this.name = name;
            this.hash = hash;
        }
    }

    /** The same action, for those who show a key. */
    Endpoint.Action around(Endpoint.Action action) {
        if (keys.isEmpty()) {
            return action;
        }
        return (request, response) -> {
            Exchange.of(request).key(check(request));
            action.handle(request, response);
        };
    }

    private String check(HttpServletRequest request) {
        String shown = shown(request)
                .orElseThrow(
                        () -> refusal("expected an API key (Authorization: Bearer …, or " + HEADER + "), got none"));
        byte[] hash = sha256(shown);
        Optional<String> name = Optional.empty();
        for (Known key : keys) {
            if (MessageDigest.isEqual(key.hash, hash)) {
                name = Optional.of(key.name);
            }
        }
        return name.orElseThrow(() -> refusal("expected an API key, got one that is not known"));
    }

    private static HttpException refusal(String message) {
        return new HttpException(401, message, CHALLENGE);
    }

    private static Optional<String> shown(HttpServletRequest request) {
        String own = request.getHeader(HEADER);
        // Some proxies pass on a header that is empty.
        return own == null || own.isBlank() ? authorized(request.getHeader("Authorization")) : Optional.of(own.strip());
    }

    private static Optional<String> authorized(@Nullable String header) {
        String[] parts = header == null ? new String[0] : header.strip().split("[ \\t]+", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(parts[1]);
            case "basic" -> password(parts[1]);
            default -> Optional.empty();
        };
    }

    /** What follows the name, which may be any. */
    private static Optional<String> password(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // No Base64, and so nothing that was shown.
            return Optional.empty();
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
