package dev.onward.repository;

/** No model is ready. The reason is for operators, see {@link Catalogue#notReadyReason}, and not in the message. */
public final class NotReadyException extends RuntimeException {

    NotReadyException() {
        super("no model is ready to answer");
    }
}
