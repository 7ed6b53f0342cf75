package dev.onward.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many predictions be under way at once. One too many waits for a moment and is then refused: a queue that
 * grows helps nobody.
 */
final class Gate implements Filter {

    private final Duration wait;
    private final Semaphore places;
    private volatile boolean closed;

    Gate(int width, Duration wait) {
        this.wait = wait;
        this.places = new Semaphore(width);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        enter();
        try {
            chain.doFilter(request, response);
        } finally {
            places.release();
        }
    }

    /** Lets nobody in any more. */
    void close() {
        closed = true;
    }

    private void enter() {
        boolean entered = false;
        try {
            entered = !closed && places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!entered) {
            throw new HttpException(
                    503,
                    closed ? "this server is stopping" : "too many predictions are under way, try again shortly",
                    Map.of("Retry-After", "1"));
        }
    }
}
