package dev.onward.compute;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The permits and the threads that wait for one, in order of arrival. A model whose share is used up is passed over:
 * half of the permits while several models are served, and half of its share for bulk work (at least one each).
 *
 * <p>A free permit goes to the first thread that takes it, which is often one that runs already: a waiting thread has to
 * be given a processor first, and a permit kept for it would be idle until then, which on busy processors takes many
 * times as long as a run. Only a thread that has waited for long is handed the next permit. Thread-safe.
 */
final class PermitQueue {

    /** The weight of the latest run in the mean duration of a model's runs. */
    private static final double LATEST = 0.125;

    /** The wait after which a thread is no longer overtaken. */
    private static final Duration MAX_OVERTAKEN = Duration.ofMillis(10);

    /** The duration below which runs on few rows need no permit: much less than it takes to wake a thread. */
    private static final Duration MAX_QUICK = Duration.ofNanos(500_000);

    /** By which factor a measured duration may exceed the one before. */
    private static final long MAX_GROWTH = 4;

    private static final long UNKNOWN_NANOS = Long.MAX_VALUE / MAX_GROWTH;

    private final int permits;
    private final IntSupplier models;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiter> queue = new ArrayDeque<>();
    private int used;

    /**
     * @param permits at least 1
     * @param models number of models that are served now
     * @param clock in nanoseconds
     */
    PermitQueue(int permits, IntSupplier models, LongSupplier clock) {
        this.permits = permits;
        this.models = models;
        this.clock = clock;
    }

    /** The permits of one model, and its waiting threads. Guarded by the lock, but for the quick runs. */
    static final class Share {
        private int held;
        private int heldByBulk;
        private int waiting;
        private double meanNanos;

        /** Of a run on few rows, without the time for which its thread had no processor. */
        private volatile long fewRowsNanos = UNKNOWN_NANOS;

        /** True if the runs on few rows are too short to wait for each other. */
        boolean isQuick() {
            return fewRowsNanos < MAX_QUICK.toNanos();
        }

        /**
         * Takes the duration of a run on few rows into account. A shorter one than before counts at once, and a longer
         * one by and by, because it may have been without a processor: some runs in succession have to be long.
         */
        void measure(long nanos) {
            fewRowsNanos = Math.min(nanos, MAX_GROWTH * fewRowsNanos);
        }
    }

    /** A thread that waits for a permit. Guarded by the lock. */
    private static final class Waiter {
        private final Share share;
        private final RunKind kind;
        private final Condition wake;
        private final long since;
        private boolean hasPermit;

        private Waiter(Share share, RunKind kind, Condition wake, long since) {
            this.share = share;
            this.kind = kind;
            this.wake = wake;
            this.since = since;
        }
    }

    /** The number of permits in use. */
    int used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    /** The number of threads that wait for a permit. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether another thread of this model would have to wait for longer than the limit. */
    boolean waitExceeds(long maxWaitNanos, Share share) {
        lock.lock();
        try {
            return share.waiting * share.meanNanos / limit() > maxWaitNanos;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a permit.
     *
     * @param maxWaitNanos the longest wait; {@link Long#MAX_VALUE} for any
     * @return false after the longest wait, immediately if the wait is expected to be longer, or if the thread is
     *     interrupted
     */
    boolean acquire(Share share, RunKind kind, long maxWaitNanos) {
        lock.lock();
        try {
            if (canRun(share, kind)) {
                take(share, kind);
                return true;
            }
            return !waitExceeds(maxWaitNanos, share) && await(share, kind, maxWaitNanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Share share, RunKind kind, long maxWaitNanos) {
        Waiter waiter = new Waiter(share, kind, lock.newCondition(), clock.getAsLong());
        queue.add(waiter);
        share.waiting++;
        long nanos = maxWaitNanos;
        try {
            while (!waiter.hasPermit && nanos > 0) {
                nanos = waiter.wake.awaitNanos(nanos);
                if (!waiter.hasPermit && canRun(share, kind)) {
                    take(share, kind);
                    waiter.hasPermit = true;
                    queue.remove(waiter);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        share.waiting--;
        if (!waiter.hasPermit) {
            queue.remove(waiter);
            // It may have been woken for a permit that is still free.
            offer();
        }
        return waiter.hasPermit;
    }

    /** @param nanos the duration of the run */
    void release(Share share, RunKind kind, long nanos) {
        lock.lock();
        try {
            putBack(share, kind);
            share.meanNanos += (nanos - share.meanNanos) * (share.meanNanos == 0 ? 1 : LATEST);
            offer();
            if (share.held == 0 && share.waiting == 0) {
                // The next runs may be of another kind.
                share.meanNanos = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Wakes a thread for each free permit, those that have waited longest first, past those whose model would hold more
     * than its limit.
     */
    private void offer() {
        if (queue.isEmpty()) {
            return;
        }
        List<Waiter> woken = new ArrayList<>();
        for (Iterator<Waiter> waiters = queue.iterator(); used < permits && waiters.hasNext(); ) {
            Waiter waiter = waiters.next();
            if (canRun(waiter.share, waiter.kind)) {
                take(waiter.share, waiter.kind);
                if (clock.getAsLong() - waiter.since > MAX_OVERTAKEN.toNanos()) {
                    waiter.hasPermit = true;
                    waiters.remove();
                } else {
                    woken.add(waiter);
                }
                waiter.wake.signal();
            }
        }
        woken.forEach(waiter -> putBack(waiter.share, waiter.kind));
    }

    /** The number of permits that one model may hold. */
    private int limit() {
        return models.getAsInt() > 1 ? Math.max(1, permits / 2) : permits;
    }

    private boolean canRun(Share share, RunKind kind) {
        int limit = limit();
        return used < permits
                && share.held < limit
                && (kind != RunKind.BULK || share.heldByBulk < Math.max(1, limit / 2));
    }

    private void take(Share share, RunKind kind) {
        used++;
        share.held++;
        share.heldByBulk += kind == RunKind.BULK ? 1 : 0;
    }

    private void putBack(Share share, RunKind kind) {
        used--;
        share.held--;
        share.heldByBulk -= kind == RunKind.BULK ? 1 : 0;
    }
}
