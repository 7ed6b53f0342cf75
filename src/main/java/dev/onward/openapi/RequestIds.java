package dev.onward.openapi;

import java.util.Map;

/** The header that every answer has, and every request may have. */
final class RequestIds {

    static final String NAME = "X-Request-Id";

    /** A reference to what answers have. */
    static final Map<String, Object> HEADER = Json.ref("headers", NAME);

    /** A reference to what requests may have. */
    static final Map<String, Object> PARAMETER = Json.ref("parameters", NAME);

    private RequestIds() {}

    static void addTo(Description description) {
        description.parameter(
                NAME,
                Json.object(
                        "name",
                        NAME,
                        "in",
                        "header",
                        "description",
                        "What the request is called in the log and in its answer: up to 128 letters, digits and any of"
                                + " -._~:/+=@. Any other text is replaced.",
                        "schema",
                        Json.object("type", "string")));
    }

    static Map<String, Object> headers() {
        return Json.object(
                NAME,
                Json.object(
                        "description",
                        "What the request is called in the log: as it said, or else a new name. Only what a server"
                                + " refuses before it reaches the application is answered without.",
                        "schema",
                        Json.object("type", "string")));
    }
}
