package dev.onward.protocol.mlflow;

import dev.onward.http.ErrorBody;
import dev.onward.http.ErrorResponse;
import dev.onward.http.ProblemDetails;
import java.util.Map;
import java.util.stream.Collectors;

/** Errors in the formats for clients of MLflow and of KServe's V1 protocol. */
final class ScoringErrors {

    /** MLflow's error codes (databricks_pb2.ErrorCode) by status; all other statuses are BAD_REQUEST. */
    private static final Map<Integer, String> CODES = Map.of(
            401, "UNAUTHENTICATED",
            403, "PERMISSION_DENIED",
            404, "RESOURCE_DOES_NOT_EXIST",
            429, "REQUEST_LIMIT_EXCEEDED",
            500, "INTERNAL_ERROR",
            501, "NOT_IMPLEMENTED",
            503, "TEMPORARILY_UNAVAILABLE");

    private ScoringErrors() {}

    /**
     * MLflow's {@code error_code} and {@code message}, and the problems in the same form as in Onward's other errors.
     */
    static ErrorBody mlflow(ErrorResponse error, String id) {
        return ErrorBody.json(json -> {
            json.writeStringProperty("error_code", CODES.getOrDefault(error.status(), "BAD_REQUEST"));
            json.writeStringProperty("message", error.detailWithHint());
            ProblemDetails.writeProblems(error, json);
        });
    }

    /** {@code error}, the only property of an error in KServe's V1 protocol. */
    static ErrorBody kserve(ErrorResponse error, String id) {
        return ErrorBody.json(json -> json.writeStringProperty("error", text(error)));
    }

    /** The listed problems in one text, because the format has no other place for them. */
    private static String text(ErrorResponse error) {
        if (error.problems().isEmpty()) {
            return error.detailWithHint();
        }
        String listed = error.problems().stream()
                .map(problem -> problem.text(error.unit()))
                .collect(Collectors.joining("; "));
        return error.total() > error.problems().size() ? listed + "; … (" + error.total() + " in all)" : listed;
    }
}
