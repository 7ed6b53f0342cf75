package dev.onward.web;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.SyntaxException;
import java.util.List;
import java.util.Map;

/**
 * What a caller is told about a request that failed, in no format yet.
 *
 * @param problems what is wrong with the input, the first of them if there are many
 * @param total how many problems there are
 * @param unit what the problems' row numbers count
 * @param line of a syntax fault, from 1; 0 if it is not one
 * @param column of a syntax fault, from 1; 0 if it is not one
 */
record ErrorAnswer(
        int status,
        String detail,
        List<Problem> problems,
        long total,
        String unit,
        int line,
        int column,
        Map<String, String> headers) {

    /** As RFC 9457 has it for problems without a type of their own: the names of the statuses. */
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"));

    static ErrorAnswer of(int status, String detail) {
        return new ErrorAnswer(status, detail, List.of(), 0, "", 0, 0, Map.of());
    }

    static ErrorAnswer of(HttpException e) {
        return new ErrorAnswer(e.status(), String.valueOf(e.getMessage()), List.of(), 0, "", 0, 0, e.headers());
    }

    static ErrorAnswer of(InvalidInputException e) {
        return new ErrorAnswer(400, String.valueOf(e.getMessage()), e.problems(), e.total(), e.unit(), 0, 0, Map.of());
    }

    static ErrorAnswer of(SyntaxException e) {
        String detail = "line " + e.line() + ", column " + e.column() + ": " + e.getMessage();
        return new ErrorAnswer(400, detail, List.of(), 0, "", e.line(), e.column(), Map.of());
    }

    public String title() {
        return TITLES.getOrDefault(status, "Error " + status);
    }
}
