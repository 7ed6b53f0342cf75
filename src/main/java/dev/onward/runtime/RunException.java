package dev.onward.runtime;

/** Thrown if the graph fails on its input. The message is the runtime's own and is for the log. */
public final class RunException extends RuntimeException {

    RunException(String message, Throwable cause) {
        super(message, cause);
    }
}
