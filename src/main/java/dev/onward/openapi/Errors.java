package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** What is answered when something is wrong, in each of the forms that there are. */
enum Errors {

    /** Problem details of RFC 9457, and a page for browsers. */
    PROBLEM("", "application/problem+json", "Problem"),

    /** What the Open Inference Protocol has. */
    PROTOCOL("V2", "application/json", "V2Error"),

    /** What MLflow's servers have. */
    MLFLOW("Mlflow", "application/json", "MlflowError"),

    /** What KServe's first protocol has. */
    KSERVE("V1", "application/json", "V1Error");

    /** Each status, what it is called, when it comes, and a header that says more. */
    private record Kind(int status, String name, String when, String header, String headerMeaning) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(400, "BadRequest", "The input is wrong or malformed.", "", ""),
            new Kind(
                    401,
                    "Unauthorized",
                    "No API key was shown, or one that is not known.",
                    "WWW-Authenticate",
                    "How one is shown, but for X-Api-Key."),
            new Kind(
                    404,
                    "NotFound",
                    "There is no such path, model or version, or the model cannot be asked in this way.",
                    "",
                    ""),
            new Kind(
                    405,
                    "MethodNotAllowed",
                    "The path is not for this method.",
                    "Allow",
                    "The methods that the path is for."),
            new Kind(406, "NotAcceptable", "None of the formats that there are is accepted.", "", ""),
            new Kind(413, "ContentTooLarge", "More bytes or rows than a limit allows.", "", ""),
            new Kind(
                    415,
                    "UnsupportedMediaType",
                    "The body is of another kind, in another character set, or compressed.",
                    "Accept-Post",
                    "The kinds of bodies that are read."),
            new Kind(
                    500,
                    "InternalServerError",
                    "A fault of this side. The log has more under the number given.",
                    "",
                    ""),
            new Kind(
                    503,
                    "ServiceUnavailable",
                    "No model is ready, or too many predictions are under way.",
                    "Retry-After",
                    "Seconds after which to try again, if that is worth it."));

    private static final String TOTAL = "How many problems there are; at most 100 are listed.";

    private final String prefix;
    private final String mediaType;
    private final String schema;

    Errors(String prefix, String mediaType, String schema) {
        this.prefix = prefix;
        this.mediaType = mediaType;
        this.schema = schema;
    }

    /** A reference to what is answered with this status. */
    Map<String, Object> ref(int status) {
        return KINDS.stream()
                .filter(kind -> kind.status() == status)
                .findFirst()
                .map(kind -> Json.ref("responses", prefix + kind.name()))
                .orElseThrow(() -> new IllegalArgumentException("no error is described for status " + status));
    }

    /** Adds what the references point at. */
    static void addTo(Description description) {
        description.schema("ProblemEntry", entry());
        description.schema("Problem", problem());
        description.schema("MlflowError", mlflow());
        for (Errors errors : List.of(PROTOCOL, KSERVE)) {
            description.schema(
                    errors.schema,
                    Json.object(
                            "type",
                            "object",
                            "properties",
                            Json.object("error", Json.object("type", "string")),
                            "required",
                            List.of("error")));
        }
        for (Errors errors : values()) {
            KINDS.stream()
                    .filter(kind -> kind.status() != 401 || description.access().keyed())
                    .forEach(kind -> description.response(errors.prefix + kind.name(), errors.response(kind)));
        }
    }

    private Map<String, Object> response(Kind kind) {
        Map<String, Object> response = Operation.response(kind.when(), content());
        return kind.header().isEmpty() ? response : Operation.withHeader(response, kind.header(), kind.headerMeaning());
    }

    /** The bodies of an error, without and with an example. */
    Map<String, Object> content() {
        Map<String, Object> content = Json.object(mediaType, Json.object("schema", Json.ref("schemas", schema)));
        if (this == PROBLEM) {
            content.put("text/html", Json.object("schema", Json.object("type", "string")));
        }
        return content;
    }

    Map<String, Object> content(String key, String summary, Object example) {
        Map<String, Object> content = content();
        Object examples = Json.object(key, Json.object("summary", summary, "value", example));
        content.put(mediaType, Json.object("schema", Json.ref("schemas", schema), "examples", examples));
        return content;
    }

    private static Map<String, Object> entry() {
        return Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "row", counted("The row, from 1."),
                        "line", counted("The line of a CSV file, from 1."),
                        "feature", told("The feature that it is about."),
                        "message", told("What was expected and what was found."),
                        "suggestion", told("The name or value that was probably meant.")),
                "required",
                List.of("message"));
    }

    private static Map<String, Object> mlflow() {
        Map<String, Object> code = told("One of MLflow's codes.");
        code.put(
                "enum",
                List.of(
                        "BAD_REQUEST",
                        "UNAUTHENTICATED",
                        "RESOURCE_DOES_NOT_EXIST",
                        "INTERNAL_ERROR",
                        "TEMPORARILY_UNAVAILABLE"));
        return Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "error_code", code,
                        "message", told("What is wrong, in one sentence."),
                        "total", counted(TOTAL),
                        "problems", entries()),
                "required",
                List.of("error_code", "message"));
    }

    private static Map<String, Object> entries() {
        return Json.object("type", "array", "items", Json.ref("schemas", "ProblemEntry"));
    }

    private static Map<String, Object> problem() {
        return Json.object(
                "type",
                "object",
                "description",
                "Problem details (RFC 9457).",
                "properties",
                Json.object(
                        "title", told("What the status is called."),
                        "status", Json.object("type", "integer"),
                        "detail", told("What is wrong, in one sentence."),
                        "line", counted("Where malformed text breaks off, from 1."),
                        "column", counted("Where malformed text breaks off, from 1."),
                        "total", counted(TOTAL),
                        "problems", entries(),
                        "request_id", told("What the header X-Request-Id says.")),
                "required",
                List.of("title", "status", "detail", "request_id"));
    }

    private static Map<String, Object> counted(String description) {
        return Json.object("type", "integer", "minimum", 1, "description", description);
    }

    private static Map<String, Object> told(String description) {
        return Json.object("type", "string", "description", description);
    }
}
