package dev.onward.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the native ONNX Runtime cannot be loaded. This holds for every model until the process restarts. The
 * message gives the cause and the remedy.
 */
public final class RuntimeUnavailableException extends ModelException {

    RuntimeUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
