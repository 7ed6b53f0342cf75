package dev.onward.table;

/** The input, or the answer to it, is larger than a limit allows; the message names the limit. */
public final class TooLargeException extends RuntimeException {

    public TooLargeException(String message) {
        super(message);
    }
}
