package dev.onward.http;

import dev.onward.http.body.BodyException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An error as reported to the caller, independent of its format. Immutable. */
public final class ErrorResponse {

    /** A problem without a type has the name of its status as its title (RFC 9457, section 4.2.1). */
    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(417, "Expectation Failed"),
            Map.entry(426, "Upgrade Required"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"),
            Map.entry(507, "Insufficient Storage"));

    private final int status;
    private final String detail;
    private Map<String, String> headers = Map.of();
    private Optional<InvalidInputException> input = Optional.empty();
    private Optional<Position> position = Optional.empty();
    private Optional<String> hint = Optional.empty();

    private ErrorResponse(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    /**
     * A position in a text.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Position(int line, int column) {}

    public static ErrorResponse of(int status, String detail) {
        return new ErrorResponse(status, detail);
    }

    static ErrorResponse of(HttpException e) {
        ErrorResponse error = of(e.status(), String.valueOf(e.getMessage()));
        error.headers = e.headers();
        return error;
    }

    static ErrorResponse of(BodyException e) {
        String detail = String.valueOf(e.getMessage());
        return e.status() == 503 ? overloaded(detail) : of(e.status(), detail);
    }

    /** 400 with every problem of an input. */
    public static ErrorResponse of(InvalidInputException e) {
        ErrorResponse error = of(400, String.valueOf(e.getMessage()));
        error.input = Optional.of(e);
        return error;
    }

    /** 400 for a text that cannot be parsed. */
    public static ErrorResponse of(Position position, String message) {
        ErrorResponse error = of(400, "line " + position.line() + ", column " + position.column() + ": " + message);
        error.position = Optional.of(position);
        return error;
    }

    /** 503 with the header {@code Retry-After: 1}. */
    public static ErrorResponse overloaded(String detail) {
        ErrorResponse error = of(503, detail);
        error.headers = Map.of("Retry-After", "1");
        return error;
    }

    /** A copy with a hint about the remedy, for formats that people read. */
    public ErrorResponse withHint(String text) {
        ErrorResponse copy = new ErrorResponse(status, detail);
        copy.headers = headers;
        copy.input = input;
        copy.position = position;
        copy.hint = Optional.of(text);
        return copy;
    }

    public int status() {
        return status;
    }

    /** The name of the status. */
    public String title() {
        return TITLES.getOrDefault(status, "Error " + status);
    }

    /** The error in a sentence. */
    public String detail() {
        return detail;
    }

    /** The error and its hint. */
    public String detailWithHint() {
        return detail + hint.map(text -> "; " + text).orElse("");
    }

    /** The problems of the input, at most the first hundred; empty for other errors. */
    public List<Problem> problems() {
        return input.map(InvalidInputException::problems).orElse(List.of());
    }

    /** The total number of problems. */
    public long total() {
        return input.map(InvalidInputException::total).orElse(0L);
    }

    /** The unit that the row numbers of problems count: "row" or "line". */
    public String unit() {
        return input.map(InvalidInputException::unit).orElse("row");
    }

    /** The position of a syntax error. */
    public Optional<Position> position() {
        return position;
    }

    /** The headers that belong to the status, such as Allow. */
    public Map<String, String> headers() {
        return headers;
    }
}
