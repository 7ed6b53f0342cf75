package dev.onward.model;

/** The model does not take rows of a table. The message gives the reason. */
public final class NotTabularException extends RuntimeException {

    NotTabularException(String reason) {
        super(reason);
    }
}
