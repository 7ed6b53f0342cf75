package dev.onward.compute;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The number of requests of one model in progress, with a limit for further ones. Thread-safe. */
final class InProgress {

    private final int max;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fewer = lock.newCondition();

    /** @param max number of requests with which no further one is admitted */
    InProgress(int max) {
        this.max = max;
    }

    /**
     * Waits until fewer than the maximum are in progress.
     *
     * @param maxNanos the longest wait
     * @return false if there are still as many
     */
    boolean awaitRoom(long maxNanos) {
        if (count.get() < max) {
            return true;
        }
        lock.lock();
        // Counted before the check, so that no thread that leaves afterwards misses it.
        waiting.incrementAndGet();
        try {
            long nanos = maxNanos;
            while (count.get() >= max && nanos > 0) {
                nanos = fewer.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
        return count.get() < max;
    }

    /** Counts one more request, also beyond the maximum. */
    void enter() {
        count.incrementAndGet();
    }

    void leave() {
        count.decrementAndGet();
        if (waiting.get() > 0) {
            lock.lock();
            try {
                fewer.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
