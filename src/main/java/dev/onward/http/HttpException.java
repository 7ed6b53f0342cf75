package dev.onward.http;

import java.util.Map;

/** A request refused with a status. */
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

    public int status() {
        return status;
    }

    /** The headers that belong to the status, such as Allow. */
    public Map<String, String> headers() {
        return headers;
    }
}
