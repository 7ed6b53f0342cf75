package dev.onward.model;

/** Thrown if the model does not accept rows of a table. The message gives the reason. */
public final class NotTabularException extends RuntimeException {

    NotTabularException(String reason) {
        super(reason);
    }
}
