package dev.onward.compute;

/** Thrown if no compute permit is available in time, or at shutdown. The message is for the caller. */
public final class OverloadedException extends RuntimeException {

    OverloadedException(String message) {
        super(message);
    }
}
