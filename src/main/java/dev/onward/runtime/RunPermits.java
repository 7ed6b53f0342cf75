package dev.onward.runtime;

/**
 * Permits for the runs of a graph. Each run holds one from before its inputs are copied until its outputs are copied.
 */
@FunctionalInterface
public interface RunPermits {

    /** Permits without a limit. */
    RunPermits UNLIMITED = rows -> () -> {};

    /**
     * Returns a permit for one run, which the caller closes; may wait for it, or throw.
     *
     * @param rows of the run; 0 if unknown
     */
    Permit acquire(int rows);

    /**
     * Announces the outputs of all runs on one input, before memory is allocated for them; may throw to refuse them.
     * They are in memory until the next call at most.
     *
     * @param numbers of all outputs together
     * @param texts of all outputs together
     */
    default void expectOutputs(long numbers, long texts) {}

    /** The right to one run, until it is closed. */
    @FunctionalInterface
    interface Permit extends AutoCloseable {

        @Override
        void close();
    }
}
