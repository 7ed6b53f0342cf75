package dev.onward.explain.graph;

/** A graph, or a part of it, has no exact explanation. The message gives the reason. */
public final class UnreadableGraphException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableGraphException(String reason) {
        super(reason);
    }
}
