package dev.onward.runtime;

/** Tensors were given that the model cannot be asked; the message says why, for the caller. */
public final class InvalidTensorException extends RuntimeException {

    public InvalidTensorException(String message) {
        super(message);
    }
}
