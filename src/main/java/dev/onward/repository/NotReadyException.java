package dev.onward.repository;

/**
 * Thrown if no model is ready. The message does not contain the reason, which is for operators; see {@link
 * Catalogue#notReadyReason}.
 */
public final class NotReadyException extends RuntimeException {

    NotReadyException() {
        super("no model is ready");
    }
}
