package dev.onward.compute;

/** No permit was available within the longest wait, or no more are given out. The message is meant for the caller. */
public final class OverloadedException extends RuntimeException {

    OverloadedException(String message) {
        super(message);
    }
}
