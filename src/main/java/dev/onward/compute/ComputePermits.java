package dev.onward.compute;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A concurrency limit for predictions. A thread holds a permit while it computes. Without a free permit, a thread waits
 * for a limited time and is then rejected, so that no queue grows under load. Waiting threads get permits in order of
 * arrival.
 *
 * <p>Thread-safe.
 */
public final class ComputePermits {

    private final Semaphore permits;
    private final Duration maxWait;
    private final LongAdder rejected = new LongAdder();
    private volatile boolean closed;

    /**
     * Creates the limit.
     *
     * @param permits number of predictions that may run at the same time, at least 1
     * @param maxWait maximum wait for a permit; zero to reject at once
     */
    public ComputePermits(int permits, Duration maxWait) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits: expected at least 1, got " + permits);
        }
        this.permits = new Semaphore(permits, true);
        this.maxWait = maxWait;
    }

    /**
     * Waits for a permit.
     *
     * @return the permit, to be closed by the caller
     * @throws OverloadedException if none is available in time, if the thread is interrupted, or after {@link #close}
     */
    public Permit acquire() {
        boolean acquired = false;
        try {
            acquired = !closed && permits.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!acquired) {
            rejected.increment();
            throw new OverloadedException(
                    closed ? "the server is shutting down" : "too many predictions are in progress; try again shortly");
        }
        return new Permit(permits);
    }

    /** Rejects all further threads. Permits in use and threads that already wait are not affected. */
    public void close() {
        closed = true;
    }

    /** Returns the number of rejections so far. */
    public long rejected() {
        return rejected.sum();
    }

    /** The right to compute until it is closed. */
    public static final class Permit implements AutoCloseable {

        private final Semaphore permits;
        private final AtomicBoolean released = new AtomicBoolean();

        private Permit(Semaphore permits) {
            this.permits = permits;
        }

        /** Releases the permit. Has no effect the second time. */
        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                permits.release();
            }
        }
    }
}
