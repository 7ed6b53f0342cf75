package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** Whether the process lives, and whether it can answer. */
final class HealthPaths {

    private static final String TAG = "Health";

    private HealthPaths() {}

    static void addTo(Description description) {
        description.tag(TAG, "For what watches the server.");
        Map<String, Object> live = Json.object(
                "type",
                "object",
                "properties",
                Json.object("live", Json.object("type", "boolean", "const", true)),
                "required",
                List.of("live"));
        description.get(
                "/health/live",
                new Operation(TAG, "live", "Whether the process lives")
                        .json(200, "It does.", live, Json.object("live", true))
                        .errors(Errors.PROBLEM, 405, 500));
        description.get(
                "/health/ready",
                new Operation(TAG, "ready", "Whether predictions are answered")
                        .json(200, "They are.", ready())
                        .json(503, "They are not, for the reason given.", ready())
                        .errors(Errors.PROBLEM, 405, 500));
    }

    private static Map<String, Object> ready() {
        Map<String, Object> text = Json.object("type", "string");
        Map<String, Object> texts = Json.object("type", "array", "items", text);
        return Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "ready", Json.object("type", "boolean"),
                        "reason", text,
                        "model", text,
                        "version", text,
                        "sha256", text,
                        "models", texts,
                        "failures", texts),
                "required",
                List.of("ready"));
    }
}
