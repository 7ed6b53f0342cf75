package dev.onward.runtime;

/** The graph failed on its input. The message is the runtime's, and for the log. */
public final class RunException extends RuntimeException {

    RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
