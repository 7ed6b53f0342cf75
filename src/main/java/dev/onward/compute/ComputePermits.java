package dev.onward.compute;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A concurrency limit for predictions. Whoever computes holds a permit; whoever finds none waits for a short time and is
 * then rejected, so that no queue grows under load. Waiting threads get their permits in the order of their arrival.
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
     * @param permits how many predictions may run at the same time, at least 1
     * @param maxWait the longest wait for a permit; zero to wait for none
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
     * @throws OverloadedException if there is none within the longest wait, if the thread is interrupted meanwhile, or
     *     after {@link #close}
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
                    closed ? "this server is stopping" : "too many predictions are under way, try again shortly");
        }
        return new Permit(permits);
    }

    /** Rejects everyone from now on. Permits that are held, and threads that already wait, are not affected. */
    public void close() {
        closed = true;
    }

    /** Returns how many times {@link #acquire} threw an exception. */
    public long rejected() {
        return rejected.sum();
    }

    /** The right to compute, until it is closed. */
    public static final class Permit implements AutoCloseable {

        private final Semaphore permits;
        private final AtomicBoolean released = new AtomicBoolean();

        private Permit(Semaphore permits) {
            this.permits = permits;
        }

        /** Gives the permit back. Has no effect if it was given back before. */
        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                permits.release();
            }
        }
    }
}
