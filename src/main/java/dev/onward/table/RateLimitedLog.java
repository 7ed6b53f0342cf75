package dev.onward.table;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A log for messages that callers cause, so that no caller can fill it: at most one message in {@value #SECONDS}
 * seconds. A message without a stack trace is one line of limited length. It reports how many others were left out
 * before it. Thread-safe.
 */
public final class RateLimitedLog {

    private static final int SECONDS = 10;
    private static final int MAX_LENGTH = 500;

    private final Logger log;
    private final LongSupplier clock;
    private long next;
    private long omitted;

    public RateLimitedLog(Logger log) {
        this(log, System::nanoTime);
    }

    /** @param clock in nanoseconds, from any origin */
    RateLimitedLog(Logger log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
        this.next = clock.getAsLong();
    }

    /** Logs a message as one line, or only counts it. */
    public void log(Level level, String message) {
        long before = enter();
        if (before < 0) {
            return;
        }
        String line = message.strip().replaceAll("\\s*[\\p{Cntrl}\\u2028\\u2029]+\\s*", " ");
        String cut = line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
        log.log(level, before == 0 ? cut : cut + " (similar messages omitted: " + before + ")");
    }

    /** Logs a message with a stack trace; returns false if it is too early to log another. */
    public boolean log(Level level, String message, Throwable thrown) {
        boolean permitted = enter() >= 0;
        if (permitted) {
            log.log(level, message, thrown);
        }
        return permitted;
    }

    /** Returns the number of messages that were left out before this one; negative if it is to be left out too. */
    private synchronized long enter() {
        long now = clock.getAsLong();
        if (now - next < 0) {
            omitted++;
            return -1;
        }
        next = now + Duration.ofSeconds(SECONDS).toNanos();
        long before = omitted;
        omitted = 0;
        return before;
    }
}
