package dev.onward.details;

/** Limits the explanations that are computed at the same time, and counts them. */
public interface ExplanationLimit {

    /** No limit. */
    ExplanationLimit NONE = isExact -> () -> {};

    /**
     * Waits for the right to compute explanations for a few milliseconds.
     *
     * @param isExact whether they are computed from the graph, so that they use a processor outside of the model's runs
     * @return to be closed by the caller
     */
    Permit acquire(boolean isExact);

    /**
     * Counts explanations.
     *
     * @param failed the number of rows without an explanation
     */
    default void count(int computed, int failed) {}

    /** The right to compute explanations, until it is closed. */
    @FunctionalInterface
    interface Permit extends AutoCloseable {

        @Override
        void close();
    }
}
