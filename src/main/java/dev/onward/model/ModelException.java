package dev.onward.model;

/** A model cannot be used; the message says why in one line, beginning with where the model comes from. */
public final class ModelException extends RuntimeException {

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
