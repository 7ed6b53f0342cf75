package dev.onward.onnx;

import dev.onward.runtime.ModelException;

/** A part of a model's data should stand in another file and does not, or not yet. */
public final class MissingDataException extends ModelException {

    MissingDataException(String message) {
        super(message);
    }

    MissingDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
