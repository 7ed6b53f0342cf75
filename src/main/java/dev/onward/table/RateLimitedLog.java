package dev.onward.table;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A log for messages that callers cause, so that no caller can fill it: at most one line in {@value #SECONDS} seconds,
 * of limited length and without a stack trace. A line reports how many others were left out before it. Thread-safe.
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
        long before;
        synchronized (this) {
            long now = clock.getAsLong();
            if (now - next < 0) {
                omitted++;
                return;
            }
            next = now + Duration.ofSeconds(SECONDS).toNanos();
            before = omitted;
            omitted = 0;
        }
        String line = message.strip().replaceAll("\\s*[\\p{Cntrl}\\u2028\\u2029]+\\s*", " ");
        String cut = line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
        log.log(level, before == 0 ? cut : cut + " (and " + before + " more such messages before)");
    }
}
