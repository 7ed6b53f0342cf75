package dev.onward.compute;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A lane for bulk work, such as files and large bodies, so that it leaves threads and processors to everything else. A
 * request has a place until it has been answered, and one of the lane's processors while it parses, writes and computes
 * explanations: not while it waits for the client, and not while a model runs or it waits for such a run. Only
 * explanations from the graph keep their processor while they wait for a compute permit. Thread-safe.
 */
public final class BulkLane {

    /** The time for which a request may parse while others wait: much longer than it takes to change the thread. */
    private static final Duration SLICE = Duration.ofMillis(20);

    private final int size;
    private final Semaphore places;
    private final Semaphore processors;
    private final Duration maxWait;
    private final LongAdder rejected = new LongAdder();

    /**
     * Creates the lane.
     *
     * @param places number of requests in the lane at the same time, at least 1
     * @param processors number of them that parse or write at the same time, at least 1
     * @param maxWait maximum wait for a place
     */
    public BulkLane(int places, int processors, Duration maxWait) {
        this.size = places;
        this.places = new Semaphore(places, true);
        this.processors = new Semaphore(processors, true);
        this.maxWait = maxWait;
    }

    /**
     * Waits for a place, and for a processor.
     *
     * @return the place, to be closed by the caller
     * @throws OverloadedException if there is no place in time, or if the thread is interrupted
     */
    public Place enter() {
        boolean entered = false;
        try {
            entered = places.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!entered) {
            rejected.increment();
            throw new OverloadedException("too many files and large requests are in progress; try again shortly");
        }
        Place place = new Place();
        place.resume();
        return place;
    }

    /** The number of requests in the lane. */
    public int used() {
        return size - places.availablePermits();
    }

    /** The number of requests rejected so far. */
    public long rejected() {
        return rejected.sum();
    }

    /** A place in the lane, for the thread that entered it. */
    public final class Place implements AutoCloseable {

        private boolean working;
        private long since;
        private boolean closed;

        private Place() {}

        /** Gives the processor back for as long as the thread waits, or runs a graph. */
        public void pause() {
            if (working) {
                working = false;
                processors.release();
            }
        }

        /**
         * Waits for a processor, unless the thread has one. A thread that has had it for long lets the next one work
         * first.
         */
        public void resume() {
            if (working && processors.hasQueuedThreads() && System.nanoTime() - since > SLICE.toNanos()) {
                pause();
            }
            if (!working && !closed) {
                processors.acquireUninterruptibly();
                working = true;
                since = System.nanoTime();
            }
        }

        /** Leaves the lane. Has no effect the second time. */
        @Override
        public void close() {
            pause();
            if (!closed) {
                closed = true;
                places.release();
            }
        }
    }
}
