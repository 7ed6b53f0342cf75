package dev.onward.explain;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the explanations of one model may use for stored patterns and tables, over all of its backgrounds.
 * Stored patterns are needed and come first; tables only save time and have what remains. Thread-safe.
 */
final class ExplanationMemory {

    /** The memory of a model. */
    static final long MAX_BYTES = 64L << 20;

    private final AtomicLong patternBytes = new AtomicLong();
    private final AtomicLong tableBytes = new AtomicLong();
    private final long maxBytes;

    ExplanationMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The memory that is left for patterns, whether or not tables use it. */
    long freePatternBytes() {
        return maxBytes - patternBytes.get();
    }

    /** Takes memory for patterns. Returns false if it is not there. */
    boolean reservePatterns(long bytes) {
        return reserve(patternBytes, bytes, maxBytes);
    }

    /** The memory that is left for tables. */
    long freeTableBytes() {
        return Math.max(0, freePatternBytes() - tableBytes.get());
    }

    /** Takes memory for tables. Returns false if it is not there. */
    boolean reserveTables(long bytes) {
        return reserve(tableBytes, bytes, freePatternBytes());
    }

    private static boolean reserve(AtomicLong used, long bytes, long limit) {
        long before;
        do {
            before = used.get();
            if (bytes > limit - before) {
                return false;
            }
        } while (!used.compareAndSet(before, before + bytes));
        return true;
    }
}
