package dev.onward.compute;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * The permits and the threads that wait for one, in order of arrival. A model whose share is used up is passed over:
 * half of the permits while several models are served, and half of its share for bulk work (at least one each).
 * Thread-safe.
 */
final class PermitQueue {

    /** The weight of the latest run in the mean duration of a model's runs. */
    private static final double LATEST = 0.125;

    private final int permits;
    private final IntSupplier models;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Waiter> queue = new ArrayDeque<>();
    private int used;

    /**
     * @param permits at least 1
     * @param models number of models that are served now
     */
    PermitQueue(int permits, IntSupplier models) {
        this.permits = permits;
        this.models = models;
    }

    /** The permits of one model, and its waiting threads. Guarded by the lock. */
    static final class Share {
        private int held;
        private int heldByBulk;
        private int waiting;
        private double meanNanos;
    }

    /** A thread that waits for a permit. */
    private record Waiter(Share share, boolean bulk, Condition granted, AtomicBoolean hasPermit) {}

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
     * @param bulk true if the run is part of bulk work
     * @param maxWaitNanos the longest wait; {@link Long#MAX_VALUE} for any
     * @return false after the longest wait, immediately if the wait is expected to be longer, or if the thread is
     *     interrupted
     */
    boolean acquire(Share share, boolean bulk, long maxWaitNanos) {
        lock.lock();
        try {
            if (canRun(share, bulk)) {
                take(share, bulk);
                return true;
            }
            return !waitExceeds(maxWaitNanos, share) && await(share, bulk, maxWaitNanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Share share, boolean bulk, long maxWaitNanos) {
        Waiter waiter = new Waiter(share, bulk, lock.newCondition(), new AtomicBoolean());
        queue.add(waiter);
        share.waiting++;
        long nanos = maxWaitNanos;
        try {
            while (!waiter.hasPermit().get() && nanos > 0) {
                nanos = waiter.granted().awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        share.waiting--;
        boolean hasPermit = waiter.hasPermit().get();
        if (!hasPermit) {
            queue.remove(waiter);
        }
        return hasPermit;
    }

    /** @param nanos the duration of the run */
    void release(Share share, boolean bulk, long nanos) {
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

    /** The number of permits that one model may hold. */
    private int limit() {
        return models.getAsInt() > 1 ? Math.max(1, permits / 2) : permits;
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
}
