package dev.onward.onnx;

import dev.onward.runtime.ModelException;

/**
 * Thrown if a file with external data of a model is missing or incomplete, perhaps because it is still being copied.
 */
public final class MissingDataException extends ModelException {

    MissingDataException(String message) {
        super(message);
    }

    MissingDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
