package dev.onward.openapi;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonProblems;
import dev.onward.table.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A question that is refused, and the answer to it in each of the formats.
 *
 * @param summary what the question is
 */
record Wrong(String summary, InvalidInputException fault) {

    /** By this name an example of a request calls itself, so that its answer is known. */
    private static final String REQUEST_ID = "42";

    Map<String, Object> problem() {
        return Json.object(
                "title",
                "Bad Request",
                "status",
                400,
                "detail",
                message(),
                "total",
                fault.total(),
                "problems",
                problems(),
                "request_id",
                REQUEST_ID);
    }

    Map<String, Object> mlflow() {
        return Json.object(
                "error_code", "BAD_REQUEST", "message", message(), "total", fault.total(), "problems", problems());
    }

    Map<String, Object> kserve() {
        return Json.object(
                "error",
                fault.problems().stream()
                        .map(problem -> problem.text(fault.unit()))
                        .collect(Collectors.joining("; ")));
    }

    private String message() {
        return String.valueOf(fault.getMessage());
    }

    private List<Json.Text> problems() {
        return fault.problems().stream()
                .map(problem -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    try (var json = JsonGenerators.of(out)) {
                        JsonProblems.write(json, problem, fault.unit());
                    }
                    return new Json.Text(out.toString(StandardCharsets.UTF_8));
                })
                .toList();
    }
}
