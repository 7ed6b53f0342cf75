package dev.onward.repository;

/** No model of that name or version is served; the message says which are. */
public final class NoSuchModelException extends RuntimeException {

    NoSuchModelException(String message) {
        super(message);
    }
}
