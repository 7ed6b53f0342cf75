package dev.onward.runtime;

/**
 * Thrown if the graph fails on its input. The message is the runtime's own and is for the log. Without a stack trace,
 * which would cost more than the run: one bad row makes several runs fail.
 */
public final class RunException extends RuntimeException {

    /** @param message why the outputs of a run cannot be used */
    public RunException(String message) {
        super(message, null, false, false);
    }

    RunException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
