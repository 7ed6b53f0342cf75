package dev.onward.launch;

/** The server cannot be started; the message says why in one line. */
final class StartException extends RuntimeException {

    StartException(String message) {
        super(message);
    }
}
