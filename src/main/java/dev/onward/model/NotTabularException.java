package dev.onward.model;

/** The model cannot be asked rows of a table; the message says why, for the caller. */
public final class NotTabularException extends RuntimeException {

    NotTabularException(String reason) {
        super(reason);
    }
}
