package dev.onward.runtime;

/**
 * Permits for the runs of a graph. Each run holds one from before its inputs are copied until its outputs are copied.
 */
@FunctionalInterface
public interface RunPermits {

    /** Permits without a limit. */
    RunPermits UNLIMITED = () -> () -> {};

    /** Returns a permit for one run, which the caller closes; may wait for it, or throw. */
    Permit acquire();

    /** The right to one run, until it is closed. */
    @FunctionalInterface
    interface Permit extends AutoCloseable {

        @Override
        void close();
    }
}
