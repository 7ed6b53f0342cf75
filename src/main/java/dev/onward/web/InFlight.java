package dev.onward.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Knows which requests are under way, up to the last byte of their answers, so that stopping can wait for them. A
 * container may stop the application while they run, and cut off what it has not sent yet.
 */
final class InFlight implements Filter {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(ALL);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!places.tryAcquire()) {
            refuse((HttpServletResponse) response);
            return;
        }
        try {
            chain.doFilter(request, response);
            response.flushBuffer();
        } finally {
            places.release();
        }
    }

    /** In the last moment, when what else there is to answer with is being taken apart. */
    private static void refuse(HttpServletResponse response) throws IOException {
        SecurityHeaders.set(response);
        response.setStatus(503);
        response.setHeader("Retry-After", "1");
        response.setContentType("text/plain;charset=utf-8");
        response.getOutputStream().print("this server is stopping\n");
    }

    /** How many requests are under way. */
    long count() {
        return (long) ALL - places.availablePermits();
    }

    /** Waits until no request is under way, but not longer than this; no other is let in then. Returns whether so. */
    boolean drain(Duration atMost) {
        try {
            return places.tryAcquire(ALL, atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
