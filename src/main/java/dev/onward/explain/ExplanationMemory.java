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

    private final AtomicLong patternBytes = new AtomicLong();
    private final AtomicLong tableBytes = new AtomicLong();
    private final long maxBytes;
    private final long graphBytes;

    ExplanationMemory(long maxBytes) {
        this(maxBytes, 0);
    }

    /** @param graphBytes the memory of the graph, which patterns may exceed but tables may not */
    ExplanationMemory(long maxBytes, long graphBytes) {
        this.maxBytes = maxBytes;
        this.graphBytes = graphBytes;
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
        return freePatternBytes() - graphBytes;
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
