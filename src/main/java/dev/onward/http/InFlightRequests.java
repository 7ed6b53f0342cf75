package dev.onward.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Counts the requests in flight, up to the last byte of their responses, so that a shutdown can wait for them. A
 * container may stop the application while they run, and drop what it has not sent yet. Thread-safe.
 */
public final class InFlightRequests {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore permits = new Semaphore(ALL);

    /** Counts one more request. Returns false if {@link #drain} has ended and no more requests are accepted. */
    boolean enter() {
        return permits.tryAcquire();
    }

    void leave() {
        permits.release();
    }

    /** Responds at the very end of a shutdown, when templates and routes may no longer work. */
    static void refuse(HttpServletResponse response) throws IOException {
        SecurityHeaders.set(response);
        response.setStatus(503);
        response.setHeader("Retry-After", "1");
        response.setContentType("text/plain;charset=utf-8");
        response.getOutputStream().print("the server is shutting down\n");
    }

    /** The number of requests in flight. */
    public long count() {
        return (long) ALL - permits.availablePermits();
    }

    /**
     * Waits until no request is in flight, and then accepts no more.
     *
     * @return false if requests were still in flight after the time limit
     */
    public boolean drain(Duration limit) {
        try {
            return permits.tryAcquire(ALL, limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
