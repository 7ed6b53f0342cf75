package dev.onward.http;

import java.util.Map;

/** Thrown to refuse a request with a status. */
public final class HttpException extends RuntimeException {

    private final int status;
    private final transient Map<String, String> headers;

    public HttpException(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    public HttpException(int status, String message) {
        this(status, message, Map.of());
    }

    /** 404 for an unknown path. */
    public static HttpException nothingAt(RequestContext request) {
        return new HttpException(404, "no resource found at " + request.uri());
    }

    public int status() {
        return status;
    }

    /** The headers that belong to the status, such as Allow. */
    public Map<String, String> headers() {
        return headers;
    }
}
