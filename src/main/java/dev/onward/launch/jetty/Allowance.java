package dev.onward.launch.jetty;

import java.time.Duration;

/**
 * The time that a client may still keep the server waiting. It shrinks while the server waits, and grows with each byte
 * by the time that the byte takes at the minimum rate, up to a maximum. Thread-safe.
 */
final class Allowance {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long max;
    private long remaining;

    /** @param max what a client has at the start and at most, and so its longest pause */
    Allowance(Duration max) {
        this.max = max.toNanos();
        this.remaining = this.max;
    }

    /** Returns the remaining time in nanoseconds. */
    synchronized long remaining() {
        return remaining;
    }

    synchronized void waited(long nanos) {
        remaining = Math.max(0, remaining - nanos);
    }

    /** @param bytesPerSecond the minimum rate */
    synchronized void transferred(long bytes, long bytesPerSecond) {
        remaining = Math.min(max, remaining + nanos(bytes, bytesPerSecond));
    }

    /** Returns the time for a transfer, in nanoseconds. */
    static long nanos(long bytes, long bytesPerSecond) {
        return bytes * NANOS_PER_SECOND / bytesPerSecond;
    }
}
