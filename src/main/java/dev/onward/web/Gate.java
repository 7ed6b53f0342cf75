package dev.onward.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets only so many predictions be under way at once. One too many waits for a moment and is then refused: a queue that
 * grows helps nobody.
 */
final class Gate {

    private final Duration wait;
    private final Semaphore places;
    private final LongAdder rejected = new LongAdder();
    private volatile boolean closed;

    Gate(int width, Duration wait) {
        this.wait = wait;
        this.places = new Semaphore(width);
    }

    /** The same action, for as many requests at once as there are places. */
    Endpoint.Action around(Endpoint.Action action) {
        return (request, response) -> {
            Exchange.of(request).predicts();
            enter();
            try {
                action.handle(request, response);
            } finally {
                places.release();
            }
        };
    }

    /** Lets nobody in any more. */
    void close() {
        closed = true;
    }

    /** How many it has refused. */
    long rejected() {
        return rejected.sum();
    }

    private void enter() {
        boolean entered = false;
        try {
            entered = !closed && places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!entered) {
            rejected.increment();
            throw new HttpException(
                    503,
                    closed ? "this server is stopping" : "too many predictions are under way, try again shortly",
                    Map.of("Retry-After", "1"));
        }
    }
}
