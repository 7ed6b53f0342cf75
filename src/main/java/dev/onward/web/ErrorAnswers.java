package dev.onward.web;

import dev.onward.json.JsonProblems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * Writes errors in the caller's format: a page for browsers, what the Open Inference Protocol and the scoring formats have
 * under their paths, and problem details (RFC 9457) for everyone else.
 */
final class ErrorAnswers {

    private static final List<String> FORMATS = List.of(MediaTypes.PROBLEM, MediaTypes.JSON, MediaTypes.HTML);

    private final Pages pages;

    ErrorAnswers(Pages pages) {
        this.pages = pages;
    }

    void write(ErrorAnswer error, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(error.status());
        error.headers().forEach(response::setHeader);
        if (ProtocolPath.matches(request)) {
            Answers.sendObject(response, MediaTypes.JSON, json -> json.writeStringProperty("error", error.detail()));
            return;
        }
        if (ScoringErrors.matches(request)) {
            ScoringErrors.write(error, request, response);
            return;
        }
        String format = MediaTypes.preferred(request, FORMATS).orElse(MediaTypes.PROBLEM);
        if (format.equals(MediaTypes.HTML)) {
            pages.write(
                    request,
                    response,
                    "error",
                    Map.of("error", error, "request", Exchange.of(request).id()));
        } else {
            Answers.sendObject(response, MediaTypes.PROBLEM, json -> {
                writeProperties(error, json);
                json.writeStringProperty("request_id", Exchange.of(request).id());
            });
        }
    }

    /** Answers what the container refused and handed over by its error dispatch. */
    void fromContainer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = code instanceof Integer number ? number : 404;
        String detail = status == 404
                ? "there is nothing at " + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)
                : status < 500 ? "the server refused this request" : "the server failed at this request";
        write(ErrorAnswer.of(status, detail), request, response);
    }

    private static void writeProperties(ErrorAnswer error, JsonGenerator json) {
        json.writeStringProperty("title", error.title());
        json.writeNumberProperty("status", error.status());
        json.writeStringProperty("detail", error.detail());
        if (error.line() > 0) {
            json.writeNumberProperty("line", error.line());
            json.writeNumberProperty("column", error.column());
        }
        writeProblems(error, json);
    }

    /** Nothing if there are none. */
    static void writeProblems(ErrorAnswer error, JsonGenerator json) {
        if (!error.problems().isEmpty()) {
            json.writeNumberProperty("total", error.total());
            json.writeArrayPropertyStart("problems");
            error.problems().forEach(problem -> JsonProblems.write(json, problem, error.unit()));
            json.writeEndArray();
        }
    }
}
