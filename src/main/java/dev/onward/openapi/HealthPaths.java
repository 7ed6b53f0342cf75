package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** Whether the process lives, and whether it can answer. */
final class HealthPaths {

    private static final String TAG = "Health";
    private static final String PLAIN = "text/plain";
    private static final Map<String, Object> TEXT = Json.object("type", "string");

    private HealthPaths() {}

    /** @param version of the application */
    static void addTo(Description description, String version) {
        description.tag(TAG, "For what watches the server.");
        addReadiness(description);
        description.get("/ping", ping("ping"));
        description.get("/health", ping("health"));
        description.get(
                "/version",
                new Operation(TAG, "version", "The version of Onward, where MLflow's servers have theirs")
                        .answer(200, text("It is told.", version))
                        .errors(Errors.PROBLEM, 405, 500));
        if (description.access().metrics() != Access.Metrics.NOBODY) {
            Operation metrics = metrics();
            boolean keyed = description.access().metrics() == Access.Metrics.KEYED;
            description.get("/metrics", keyed ? metrics.guarded(Errors.PROBLEM) : metrics);
        }
    }

    private static Operation ping(String id) {
        return new Operation(TAG, id, "Whether predictions are answered, as MLflow's servers say it")
                .answer(200, text("They are.", "\n"))
                .answer(503, Operation.response("They are not.", Json.object(PLAIN, Json.object("schema", TEXT))))
                .errors(Errors.PROBLEM, 405, 500);
    }

    private static Operation metrics() {
        Map<String, Object> text = Json.object("schema", TEXT);
        return new Operation(TAG, "metrics", "What was counted, for Prometheus")
                .answer(
                        200,
                        Operation.response(
                                "In the text format of Prometheus, or that of OpenMetrics if it is accepted.",
                                Json.object("text/plain;version=0.0.4", text, "application/openmetrics-text", text)))
                .errors(Errors.PROBLEM, 405, 500);
    }

    private static Map<String, Object> text(String description, String example) {
        return Operation.response(description, Json.object(PLAIN, Json.object("schema", TEXT, "example", example)));
    }

    private static void addReadiness(Description description) {
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
