package dev.onward.http.body;

/**
 * Thrown to refuse a request because of its body, or because its response is too long. The message is for the caller.
 */
public final class BodyException extends RuntimeException {

    private final int status;

    public BodyException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of the response; 503 if the request may succeed when it is sent again. */
    public int status() {
        return status;
    }
}
