package dev.onward.http;

import dev.onward.settings.ApiKey;
import dev.onward.table.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Authenticates callers by API key: as {@code Authorization: Bearer}, as {@code X-Api-Key}, or as the password of HTTP
 * basic authentication, for which browsers show a prompt. Only hashes are kept, and all of them are compared in full,
 * so that the time of a comparison reveals nothing. If no keys are set, everyone has access.
 */
public final class ApiKeys {

    private static final String HEADER = "X-Api-Key";

    /** Basic comes first because some browsers read only the first challenge. */
    private static final Map<String, String> CHALLENGE =
            Map.of("WWW-Authenticate", "Basic realm=\"Onward\", charset=\"UTF-8\", Bearer realm=\"Onward\"");

    private final List<HashedKey> keys;

    public ApiKeys(List<ApiKey> keys) {
        this.keys = keys.stream()
                .map(key -> new HashedKey(key.name(), HexFormat.of().parseHex(key.sha256())))
                .toList();
    }

    private static final class HashedKey {

        private final String name;
        private final byte[] sha256;

        HashedKey(String name, byte[] sha256) {
            this.name = name;
            this.sha256 = sha256;
        }
    }

    /** Wraps the handler so that callers without a valid key are refused with 401. */
    public Handler require(Handler handler) {
        if (keys.isEmpty()) {
            return handler;
        }
        return request -> {
            request.record().setKey(authenticate(request));
            handler.handle(request);
        };
    }

    private String authenticate(RequestContext request) {
        String key = shownKey(request)
                .orElseThrow(
                        () -> refusal("expected an API key (Authorization: Bearer …, or " + HEADER + "), got none"));
        byte[] hash = Sha256.digest(key.getBytes(StandardCharsets.UTF_8));
        Optional<String> name = Optional.empty();
        for (HashedKey candidate : keys) {
            if (MessageDigest.isEqual(candidate.sha256, hash)) {
                name = Optional.of(candidate.name);
            }
        }
        return name.orElseThrow(() -> refusal("expected a valid API key, got an unknown one"));
    }

    private static HttpException refusal(String message) {
        return new HttpException(401, message, CHALLENGE);
    }

    private static Optional<String> shownKey(RequestContext request) {
        // Some proxies pass on an empty header.
        return request.header(HEADER)
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .or(() -> request.header("Authorization").flatMap(ApiKeys::authorization));
    }

    private static Optional<String> authorization(String header) {
        String[] parts = header.strip().split("[ \\t]+", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(parts[1]);
            case "basic" -> password(parts[1]);
            default -> Optional.empty();
        };
    }

    /** The password; the user name is ignored. */
    private static Optional<String> password(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            // Without valid Base64 there is no key.
            return Optional.empty();
        }
    }
}
