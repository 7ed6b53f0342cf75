package dev.onward.runtime;

/** A run of the graph was ended, since it took more time or memory than any is given. Other rows would not fare better. */
final class EndlessRunException extends IllegalStateException {

    EndlessRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
