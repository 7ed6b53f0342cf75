package dev.onward.runtime;

/** Thrown if input tensors do not fit the model. The message is for the caller. */
public final class InvalidTensorException extends RuntimeException {

    public InvalidTensorException(String message) {
        super(message);
    }
}
