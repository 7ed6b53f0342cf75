package dev.onward.compute;

/** Thrown if no compute permit is available in time, or at shutdown. The message is for the caller. */
public final class OverloadedException extends RuntimeException {

    OverloadedException(String message) {
        // Without a stack trace: it is thrown often, when time is short.
        super(message, null, false, false);
    }
}
