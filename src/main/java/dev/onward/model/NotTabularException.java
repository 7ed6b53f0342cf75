package dev.onward.model;

/** Thrown if the model does not accept tabular data. The message gives the reason. */
public final class NotTabularException extends RuntimeException {

    NotTabularException(String reason) {
        super(reason);
    }
}
