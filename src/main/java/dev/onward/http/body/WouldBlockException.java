package dev.onward.http.body;

/** Thrown before something that could take long, by a thread that must not block. Another thread then begins again. */
public final class WouldBlockException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public WouldBlockException() {
        super("another thread has to handle this request", null, false, false);
    }
}
