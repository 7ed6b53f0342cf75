package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** How API keys are shown. */
final class Keys {

    private static final String BEARER = "bearer";
    private static final String HEADER = "header";
    private static final String BASIC = "basic";

    /** In any of the ways. */
    static final List<Object> REQUIREMENT =
            List.of(Json.object(BEARER, List.of()), Json.object(HEADER, List.of()), Json.object(BASIC, List.of()));

    private Keys() {}

    static Map<String, Object> schemes() {
        return Json.object(
                BEARER,
                Json.object("type", "http", "scheme", "bearer", "description", "The API key."),
                HEADER,
                Json.object("type", "apiKey", "in", "header", "name", "X-Api-Key", "description", "The API key."),
                BASIC,
                Json.object(
                        "type",
                        "http",
                        "scheme",
                        "basic",
                        "description",
                        "The API key as the password, with any user name."));
    }
}
