package dev.onward.repository;

/** Thrown if the requested model or version is not served. The message lists those that are. */
public final class NoSuchModelException extends RuntimeException {

    NoSuchModelException(String message) {
        super(message);
    }
}
