package dev.onward.model;

import org.jspecify.annotations.Nullable;

/** A model cannot be used; the message says why in one line, beginning with where the model comes from. */
public sealed class ModelException extends RuntimeException permits MissingDataException, NoRuntimeException {

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
