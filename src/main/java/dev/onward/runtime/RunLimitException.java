package dev.onward.runtime;

/**
 * Thrown when a run of the graph exceeded its time or memory and was terminated. Other rows would exceed them as well.
 */
final class RunLimitException extends IllegalStateException {

    RunLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
