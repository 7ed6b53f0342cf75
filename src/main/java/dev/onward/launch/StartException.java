package dev.onward.launch;

/** Thrown if the server cannot be started; the message gives the reason in one line. */
public final class StartException extends RuntimeException {

    private final boolean isInvalidInput;

    private StartException(String message, boolean isInvalidInput) {
        super(message);
        this.isInvalidInput = isInvalidInput;
    }

    /** The reason is the machine, such as a port in use. */
    static StartException ofMachine(String message) {
        return new StartException(message, false);
    }

    /** The reason is a file or a name in the settings. */
    static StartException ofInput(String message) {
        return new StartException(message, true);
    }

    /** Returns the exit code of the process: 1 or, for invalid input, 2. */
    int exitCode() {
        return isInvalidInput ? 2 : 1;
    }
}
