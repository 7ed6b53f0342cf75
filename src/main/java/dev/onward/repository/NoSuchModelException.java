package dev.onward.repository;

/** The requested model or version is not served. The message lists those that are. */
public final class NoSuchModelException extends RuntimeException {

    NoSuchModelException(String message) {
        super(message);
    }
}
