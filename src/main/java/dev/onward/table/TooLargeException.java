package dev.onward.table;

/** Thrown if an input or a response exceeds a limit. The message names the limit. */
public final class TooLargeException extends RuntimeException {

    public TooLargeException(String message) {
        super(message);
    }
}
