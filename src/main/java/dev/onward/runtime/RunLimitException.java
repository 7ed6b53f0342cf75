package dev.onward.runtime;

/** A run of the graph was ended, since it took more time or memory than any is given. Other rows would not fare better. */
final class RunLimitException extends IllegalStateException {

    RunLimitException(String message, Throwable cause) {
        super(message, cause);
    }
}
