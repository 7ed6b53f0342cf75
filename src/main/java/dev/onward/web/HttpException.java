package dev.onward.web;

import java.util.Map;

/** A request is refused for reasons of HTTP. */
final class HttpException extends RuntimeException {

    private final int status;
    private final transient Map<String, String> headers;

    HttpException(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    HttpException(int status, String message) {
        this(status, message, Map.of());
    }

    int status() {
        return status;
    }

    /** What goes with the status, such as Allow. */
    Map<String, String> headers() {
        return headers;
    }
}
