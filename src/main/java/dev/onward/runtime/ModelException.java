package dev.onward.runtime;

import org.jspecify.annotations.Nullable;

/** Thrown if a model cannot be used. The message is one line and begins with the origin of the model. */
public class ModelException extends RuntimeException {

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
