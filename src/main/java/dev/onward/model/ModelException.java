package dev.onward.model;

/** A model cannot be used; the message says why in one line, beginning with where the model comes from. */
public sealed class ModelException extends RuntimeException permits MissingDataException {

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
