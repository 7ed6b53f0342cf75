package dev.onward.launch.jetty;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A limit on the number of requests of one kind that hold a thread. A limited number of further requests waits without
 * one, in order of arrival and for a limited time. Thread-safe.
 */
final class Lane {

    private final int size;
    private final int maxWaiting;
    private final Duration maxWait;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int running;

    /**
     * @param size number of requests that may run at the same time
     * @param maxWaiting number of requests that may wait
     * @param maxWait the longest wait of a request, apart from a {@link Jitter}; zero to refuse at once
     */
    Lane(int size, int maxWaiting, Duration maxWait) {
        this.size = size;
        this.maxWaiting = maxWaiting;
        this.maxWait = maxWait;
    }

    /** The result of an attempt to enter. */
    enum Entry {
        /**
         * There is room. The caller runs the request, and calls {@link Lane#leave} when it no longer holds a thread.
         */
        ENTERED,
        /** The request runs later, or its refusal does. */
        WAITING,
        /** Too many are waiting. Nothing will run. */
        FULL
    }

    private record Waiting(Runnable task, Executor executor, Scheduler.Task timeout) {}

    /**
     * Enters if there is room. Otherwise one of the two tasks runs later, in a thread of the executor, unless the lane
     * is full.
     *
     * @param task run when there is room; calls {@link #leave} at its end
     * @param refusal run instead if there is no room in time
     */
    Entry enter(Runnable task, Runnable refusal, Executor executor, Scheduler scheduler) {
        synchronized (waiting) {
            if (running < size) {
                running++;
                return Entry.ENTERED;
            }
            if (waiting.size() >= maxWaiting) {
                return Entry.FULL;
            }
            // The task needs its own timeout to be found again.
            Waiting[] self = new Waiting[1];
            Scheduler.Task timeout = scheduler.schedule(
                    () -> {
                        if (remove(self)) {
                            executor.execute(refusal);
                        }
                    },
                    Jitter.added(maxWait).toMillis(),
                    TimeUnit.MILLISECONDS);
            self[0] = new Waiting(task, executor, timeout);
            waiting.add(self[0]);
            return Entry.WAITING;
        }
    }

    private boolean remove(Waiting[] self) {
        synchronized (waiting) {
            return waiting.remove(self[0]);
        }
    }

    /** Makes room for the next request. */
    void leave() {
        Waiting next;
        synchronized (waiting) {
            next = waiting.poll();
            if (next == null) {
                running--;
                return;
            }
        }
        next.timeout().cancel();
        next.executor().execute(next.task());
    }

    boolean hasWaiting() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }
}
