package dev.onward.launch;

/** Thrown if the server cannot be started; the message gives the reason in one line. */
public final class StartException extends RuntimeException {

    StartException(String message) {
        super(message);
    }
}
