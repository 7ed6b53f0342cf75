package dev.onward.runtime;

import org.jspecify.annotations.Nullable;

/** A model cannot be used; the message says why in one line, beginning with where the model comes from. */
public class ModelException extends RuntimeException {

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
