package dev.onward.runtime;

/** Thrown if the graph fails on its input. The message is the runtime's own and is for the log. */
public final class RunException extends RuntimeException {

    /** @param message why the outputs of a run cannot be used */
    public RunException(String message) {
        super(message);
    }

    RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
