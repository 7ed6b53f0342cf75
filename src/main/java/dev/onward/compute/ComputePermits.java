package dev.onward.compute;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A limit for the number of runs in progress. A thread holds a permit only while the runtime runs a graph.
 *
 * <p>Waiting threads get permits in order of arrival, except that one model holds at most half of the permits while
 * several models are served, and bulk work holds at most half of what its model may hold (at least one each). The queue
 * of a model is bounded: a request is rejected at once if its wait is expected to exceed the limit, or if too many are
 * in progress. So the wait of those that are answered is bounded at any load. Thread-safe.
 */
public final class ComputePermits {

    private static final String BUSY = "too many predictions are in progress; try again shortly";

    /**
     * The requests of the only model in progress, for each permit: one that runs, and others that wait, parse and
     * write. More than the embedded server passes on, so that requests are limited there, where they hold no thread.
     */
    private static final int MAX_IN_PROGRESS_PER_PERMIT = 17;

    /** The same for one model among several, which leaves a quarter of the requests to the others. */
    private static final int MAX_IN_PROGRESS_AMONG_SEVERAL = 12;

    /** The weight of the latest run in the mean duration of a model's runs. */
    private static final double LATEST = 0.125;

    private final int permits;
    private final long maxWaitNanos;
    private final IntSupplier models;
    private final LongSupplier clock;
    private final LongAdder rejected = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiter> queue = new ArrayDeque<>();
    private final Map<String, Share> shares = new ConcurrentHashMap<>();
    private int used;
    private volatile boolean closed;

    /**
     * Creates the limit.
     *
     * @param permits number of runs that may be in progress at the same time, at least 1
     * @param maxWait maximum wait of a request for its first permit; zero to reject at once
     * @param models number of models that are served now
     */
    public ComputePermits(int permits, Duration maxWait, IntSupplier models) {
        this(permits, maxWait, models, System::nanoTime);
    }

    /** @param clock in nanoseconds, for the duration of runs */
    ComputePermits(int permits, Duration maxWait, IntSupplier models, LongSupplier clock) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits: expected at least 1, got " + permits);
        }
        this.permits = permits;
        this.maxWaitNanos = maxWait.toNanos();
        this.models = models;
        this.clock = clock;
    }

    /** The permits and the requests in progress of one model. The lock guards all but the latter. */
    private static final class Share {
        private final AtomicInteger requests = new AtomicInteger();
        private int held;
        private int heldByBulk;
        private int waiting;
        private double meanNanos;
    }

    /** A thread that waits for a permit. */
    private record Waiter(Share share, boolean bulk, Condition granted, AtomicBoolean hasPermit) {}

    /**
     * Registers the runs of one request.
     *
     * @param model name of a served model
     */
    public Runs runs(String model) {
        return new Runs(shares.computeIfAbsent(model, name -> new Share()));
    }

    /** Rejects all further requests. Requests that were admitted before can still finish. */
    public void close() {
        closed = true;
    }

    /** The number of requests rejected so far. */
    public long rejected() {
        return rejected.sum();
    }

    /** The number of runs that may be in progress at the same time. */
    public int total() {
        return permits;
    }

    /** The number of permits in use. */
    public int used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** The number of threads that wait for a permit. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The runs of one request, for its thread. Only the first wait is limited, because a request that has begun should
     * finish.
     */
    public final class Runs {

        private final Share share;
        private boolean admitted;
        private boolean begun;
        private boolean inProgress;

        private Runs(Share share) {
            this.share = share;
        }

        /**
         * Checks early, before the request is read, whether there is a prospect of a permit, and counts the request as
         * in progress.
         *
         * @throws OverloadedException if not, or after {@link ComputePermits#close}
         */
        public void admit() {
            if (closed || isHopeless() || share.requests.get() >= maxInProgress()) {
                throw reject();
            }
            admitted = true;
            resume();
        }

        /** As {@link #admit}, for bulk work, which others limit. */
        public void admitBulk() {
            if (closed) {
                throw reject();
            }
            admitted = true;
        }

        /** No longer counts the request as in progress, for as long as it waits for its client, or for good. */
        public void pause() {
            if (inProgress) {
                inProgress = false;
                share.requests.decrementAndGet();
            }
        }

        /** Counts the request as in progress again. */
        public void resume() {
            if (!inProgress) {
                inProgress = true;
                share.requests.incrementAndGet();
            }
        }

        /**
         * Waits for a permit for one run.
         *
         * @param bulk true if the run is part of bulk work
         * @return the permit, to be closed by the caller
         * @throws OverloadedException if none is available in time, or if the thread is interrupted
         */
        public Permit acquire(boolean bulk) {
            lock.lock();
            try {
                if (closed && !admitted) {
                    throw reject();
                }
                if (canRun(share, bulk)) {
                    take(share, bulk);
                } else {
                    await(bulk);
                }
                admitted = true;
                begun = true;
                return new Permit(share, bulk);
            } finally {
                lock.unlock();
            }
        }

        private void await(boolean bulk) {
            if (!begun && isHopeless()) {
                throw reject();
            }
            Waiter waiter = new Waiter(share, bulk, lock.newCondition(), new AtomicBoolean());
            queue.add(waiter);
            share.waiting++;
            long nanos = maxWaitNanos;
            try {
                while (!waiter.hasPermit().get() && (begun || nanos > 0)) {
                    if (begun) {
                        waiter.granted().await();
                    } else {
                        nanos = waiter.granted().awaitNanos(nanos);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            share.waiting--;
            if (!waiter.hasPermit().get()) {
                queue.remove(waiter);
                throw reject();
            }
        }

        /** True if another request of this model would be rejected after its wait. */
        private boolean isHopeless() {
            lock.lock();
            try {
                return share.waiting * share.meanNanos / limit() > maxWaitNanos;
            } finally {
                lock.unlock();
            }
        }

        private OverloadedException reject() {
            rejected.increment();
            return new OverloadedException(closed && !admitted ? "the server is shutting down" : BUSY);
        }
    }

    /** The number of permits that one model may hold. */
    private int limit() {
        return models.getAsInt() > 1 ? Math.max(1, permits / 2) : permits;
    }

    /** The number of requests of one model with which no further one is admitted. */
    private int maxInProgress() {
        return permits * (models.getAsInt() > 1 ? MAX_IN_PROGRESS_AMONG_SEVERAL : MAX_IN_PROGRESS_PER_PERMIT);
    }

    private boolean canRun(Share share, boolean bulk) {
        int limit = limit();
        return used < permits && share.held < limit && (!bulk || share.heldByBulk < Math.max(1, limit / 2));
    }

    private void take(Share share, boolean bulk) {
        used++;
        share.held++;
        share.heldByBulk += bulk ? 1 : 0;
    }

    private void release(Share share, boolean bulk, long nanos) {
        lock.lock();
        try {
            used--;
            share.held--;
            share.heldByBulk -= bulk ? 1 : 0;
            share.meanNanos += (nanos - share.meanNanos) * (share.meanNanos == 0 ? 1 : LATEST);
            grant();
            if (share.held == 0 && share.waiting == 0) {
                // The next runs may be of another kind.
                share.meanNanos = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Passes free permits to the threads that have waited longest, past those whose model holds its limit. */
    private void grant() {
        for (Iterator<Waiter> waiters = queue.iterator(); used < permits && waiters.hasNext(); ) {
            Waiter waiter = waiters.next();
            if (canRun(waiter.share(), waiter.bulk())) {
                take(waiter.share(), waiter.bulk());
                waiters.remove();
                waiter.hasPermit().set(true);
                waiter.granted().signal();
            }
        }
    }

    /** The right to one run, until it is closed. */
    public final class Permit implements AutoCloseable {

        private final Share share;
        private final boolean bulk;
        private final long start = clock.getAsLong();
        private final AtomicBoolean released = new AtomicBoolean();

        private Permit(Share share, boolean bulk) {
            this.share = share;
            this.bulk = bulk;
        }

        /** Releases the permit. Has no effect the second time. */
        @Override
        public void close() {
            if (released.compareAndSet(false, true)) {
                release(share, bulk, clock.getAsLong() - start);
            }
        }
    }
}
