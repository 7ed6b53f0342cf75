package dev.onward.explain;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the explanations of one model may use for its graph and for stored patterns and tables, over all of
 * its backgrounds. The graph and the patterns are needed and come first; tables only save time and have what remains.
 * Thread-safe.
 */
final class ExplanationMemory {

    /** The memory of a model. */
    static final long MAX_BYTES = 64L << 20;

    /**
     * The part that tables leave for what is not counted: small objects, and most of all the ends of the regions that
     * G1 gives to large arrays, up to 4 MiB each with a heap of 8 GB.
     */
    static final long OVERHEAD_BYTES = 12L << 20;

    private final AtomicLong patternBytes = new AtomicLong();
    private final AtomicLong tableBytes = new AtomicLong();
    private final long maxBytes;
    private final long otherBytes;

    ExplanationMemory(long maxBytes) {
        this(maxBytes, 0);
    }

    /** @param otherBytes the memory of the graph and of what is not counted, which only tables must leave */
    ExplanationMemory(long maxBytes, long otherBytes) {
        this.maxBytes = maxBytes;
        this.otherBytes = otherBytes;
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
        return Math.max(0, maxTableBytes() - tableBytes.get());
    }

    /** Takes memory for tables. Returns false if it is not there. */
    boolean reserveTables(long bytes) {
        return reserve(tableBytes, bytes, maxTableBytes());
    }

    private long maxTableBytes() {
        return freePatternBytes() - otherBytes;
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
