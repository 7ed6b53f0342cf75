package dev.onward.compute;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A lane for explanations, so that they leave processors and threads to predictions. A request has a place while it
 * computes a slice of its explanations, not while it waits for its client. Thread-safe.
 */
public final class ExplanationLane {

    /** The requests that may wait, for each place. */
    private static final int MAX_WAITING_PER_PLACE = 16;

    private final int size;
    private final Semaphore places;
    private final long maxWaitNanos;
    private final LongAdder rejected = new LongAdder();

    /**
     * Creates the lane.
     *
     * @param places number of requests that compute explanations at the same time, at least 1
     * @param maxWait maximum wait of a request for its first place
     */
    public ExplanationLane(int places, Duration maxWait) {
        size = places;
        this.places = new Semaphore(places, true);
        maxWaitNanos = maxWait.toNanos();
    }

    /**
     * Waits for a place.
     *
     * @param begun true if the request has had a place before; it then waits as long as necessary, because a request
     *     that has begun should finish
     * @return the place, to be closed by the caller once
     * @throws OverloadedException if there is none in time, at once if too many wait, or if the thread is interrupted
     */
    public Place enter(boolean begun) {
        if (!acquire(begun ? Long.MAX_VALUE : maxWaitNanos)) {
            rejected.increment();
            throw new OverloadedException("too many explanations are in progress; try again shortly");
        }
        return places::release;
    }

    /** @param nanos the maximum wait; {@link Long#MAX_VALUE} for any */
    private boolean acquire(long nanos) {
        try {
            if (nanos == Long.MAX_VALUE) {
                places.acquire();
                return true;
            }
            boolean isFull = places.getQueueLength() >= MAX_WAITING_PER_PLACE * size;
            return isFull ? places.tryAcquire() : places.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for a place for a response that can be sent without explanations, so that none is not a rejection.
     *
     * @param maxWait zero or less not to wait
     * @return the place, to be closed by the caller once; empty if none becomes available in time
     */
    public Optional<Place> tryEnter(Duration maxWait) {
        boolean entered = acquire(maxWait.toNanos());
        return entered ? Optional.of(places::release) : Optional.empty();
    }

    /** The number of requests in the lane. */
    public int used() {
        return size - places.availablePermits();
    }

    /** The number of requests rejected so far. */
    public long rejected() {
        return rejected.sum();
    }

    /** The right to compute, until it is closed. */
    @FunctionalInterface
    public interface Place extends AutoCloseable {

        @Override
        void close();
    }
}
