package dev.onward.repository;

/** There is no model to answer with. Why is for operators, not for callers. */
public final class NotReadyException extends RuntimeException {

    NotReadyException() {
        super("no model is ready to answer");
    }
}
