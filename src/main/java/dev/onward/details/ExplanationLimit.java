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
     * Announces the numbers that the details of a table will hold, before they are computed; may throw to refuse them.
     * They are in memory until the next call at most, in addition to the outputs of the model.
     */
    default void expectNumbers(long numbers) {}

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
