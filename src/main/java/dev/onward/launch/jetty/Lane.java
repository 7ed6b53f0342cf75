package dev.onward.launch.jetty;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A limit on the number of requests of one kind that hold a thread. Further requests wait without one, in order of
 * arrival and for a limited time. Thread-safe.
 */
final class Lane {

    private final int size;
    private final Duration maxWait;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int running;

    /**
     * @param size number of requests that may run at the same time
     * @param maxWait zero to refuse at once
     */
    Lane(int size, Duration maxWait) {
        this.size = size;
        this.maxWait = maxWait;
    }

    private record Waiting(Runnable task, Executor executor, Scheduler.Task timeout) {}

    /**
     * Runs a task in this thread if there is room, otherwise later in a thread of the executor. Whoever runs it calls
     * {@link #leave} at its end.
     *
     * @param refusal run instead if there is no room in time
     */
    void enter(Runnable task, Runnable refusal, Executor executor, Scheduler scheduler) {
        if (tryEnter(task, refusal, executor, scheduler)) {
            task.run();
        }
    }

    private boolean tryEnter(Runnable task, Runnable refusal, Executor executor, Scheduler scheduler) {
        synchronized (waiting) {
            if (running < size) {
                running++;
                return true;
            }
            // The task needs its own timeout to be found again.
            Waiting[] self = new Waiting[1];
            Scheduler.Task timeout = scheduler.schedule(
                    () -> {
                        if (remove(self)) {
                            executor.execute(refusal);
                        }
                    },
                    maxWait.toMillis(),
                    TimeUnit.MILLISECONDS);
            self[0] = new Waiting(task, executor, timeout);
            waiting.add(self[0]);
            return false;
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
