package dev.onward.http;

import dev.onward.table.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Errors as problem details (RFC 9457) for programs, and as a page for browsers. */
public final class ProblemDetails implements ErrorFormat {

    private static final String PROBLEM = "application/problem+json";
    private static final List<String> FORMATS = List.of(PROBLEM, MediaTypes.JSON, MediaTypes.HTML);

    private final Templates templates;

    public ProblemDetails(Templates templates) {
        this.templates = templates;
    }

    @Override
    public void send(ErrorResponse error, RequestContext request) throws IOException {
        if (request.preferred(FORMATS).orElse(PROBLEM).equals(MediaTypes.HTML)) {
            // A model that does not exist has no page.
            String model = error.status() == 404
                    ? ""
                    : request.pathParameter("model").map(UrlEncoding::encode).orElse("");
            Map<String, Object> variables =
                    new HashMap<>(Map.of("error", error, "request", request.id(), "model", model));
            if (!request.isRead()) {
                // Not all paths that take a body also have a page.
                variables.put(Templates.HERE, request.contextPath() + "/");
            }
            templates.send(request, "error", variables);
            return;
        }
        ErrorFormat.super.send(error, request);
    }

    @Override
    public ErrorBody body(ErrorResponse error, String id) {
        return ErrorBody.json(PROBLEM, json -> {
            json.writeStringProperty("title", error.title());
            json.writeNumberProperty("status", error.status());
            json.writeStringProperty("detail", error.detailWithHint());
            error.position().ifPresent(position -> {
                json.writeNumberProperty("line", position.line());
                json.writeNumberProperty("column", position.column());
            });
            writeProblems(error, json);
            json.writeStringProperty("request_id", id);
        });
    }

    /** Writes the properties {@code total} and {@code problems}, if there are any problems. */
    public static void writeProblems(ErrorResponse error, JsonGenerator json) {
        if (error.problems().isEmpty()) {
            return;
        }
        json.writeNumberProperty("total", error.total());
        json.writeArrayPropertyStart("problems");
        error.problems().forEach(problem -> writeProblem(problem, error.unit(), json));
        json.writeEndArray();
    }

    /**
     * Writes a problem as an object: {@code {"row": 3, "feature": …, "message": …, "suggestion": …}}. Only the message
     * is always present.
     *
     * @param unit the name of the property with the row's number: {@code row} or {@code line}
     */
    public static void writeProblem(Problem problem, String unit, JsonGenerator json) {
        json.writeStartObject();
        if (problem.row() > 0) {
            json.writeNumberProperty(unit, problem.row());
        }
        problem.feature().ifPresent(name -> json.writeStringProperty("feature", name));
        json.writeStringProperty("message", problem.message());
        problem.suggestion().ifPresent(name -> json.writeStringProperty("suggestion", name));
        json.writeEndObject();
    }
}
