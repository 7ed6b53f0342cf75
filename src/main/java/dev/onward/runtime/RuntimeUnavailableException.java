package dev.onward.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The native ONNX Runtime cannot be loaded, for this model or any other, before the process is started anew. The message
 * says why, and the way out.
 */
public final class RuntimeUnavailableException extends ModelException {

    RuntimeUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
