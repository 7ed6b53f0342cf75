package dev.onward.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * Errors as the clients of other model servers read them: {@code error_code} and {@code message} for MLflow's, and one
 * text for those of KServe's first protocol.
 */
final class ScoringErrors {

    /** Those of MLflow's codes that stand for these statuses; all others are BAD_REQUEST. */
    private static final Map<Integer, String> CODES = Map.of(
            401, "UNAUTHENTICATED",
            403, "PERMISSION_DENIED",
            404, "RESOURCE_DOES_NOT_EXIST",
            429, "REQUEST_LIMIT_EXCEEDED",
            500, "INTERNAL_ERROR",
            501, "NOT_IMPLEMENTED",
            503, "TEMPORARILY_UNAVAILABLE");

    private ScoringErrors() {}

    /** Whether a request is in one of these formats, and so wants its errors too. */
    static boolean matches(HttpServletRequest request) {
        String path = ProtocolPath.path(request);
        boolean named = path.startsWith(ModelPath.MODELS + "/") && path.endsWith("/" + ModelPath.INVOCATIONS);
        return named || path.equals("/" + ModelPath.INVOCATIONS) || isKserve(request);
    }

    private static boolean isKserve(HttpServletRequest request) {
        return ProtocolPath.isUnder(request, KserveRoutes.ROOT);
    }

    static void write(ErrorAnswer error, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.sendObject(response, MediaTypes.JSON, json -> {
            if (isKserve(request)) {
                json.writeStringProperty("error", text(error));
            } else {
                writeProperties(error, json);
            }
        });
    }

    /** There is no other place for the rest of the problems. */
    private static String text(ErrorAnswer error) {
        if (error.problems().isEmpty()) {
            return error.detail();
        }
        String listed = error.problems().stream()
                .map(problem -> problem.text(error.unit()))
                .collect(Collectors.joining("; "));
        return error.total() > error.problems().size() ? listed + "; … (" + error.total() + " in all)" : listed;
    }

    private static void writeProperties(ErrorAnswer error, JsonGenerator json) {
        json.writeStringProperty("error_code", CODES.getOrDefault(error.status(), "BAD_REQUEST"));
        json.writeStringProperty("message", error.detail());
        ErrorAnswers.writeProblems(error, json);
    }
}
