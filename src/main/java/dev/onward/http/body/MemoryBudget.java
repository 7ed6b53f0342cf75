package dev.onward.http.body;

import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The heap that all requests in flight may hold together. A request draws from it as its body arrives, so a request
 * that only announces a large body holds nothing, but is refused at once if that much is not left. When the budget is
 * used up, the youngest request is refused, so that older ones finish; no request ever waits for memory. The oldest
 * request may exceed the budget, so that a large body can be answered, but not the largest share: a body for which the
 * heap is too small is refused, however long its sender waits.
 *
 * <p>Thread-safe.
 */
public final class MemoryBudget {

    /** Memory is drawn in steps of at least this many bytes, so that small requests need not take the lock. */
    static final long STEP = 64 * 1024;

    /** From here on the youngest requests are asked to give way, which they do when they next draw. */
    private final long softLimit;

    private final long limit;
    private final long maxShare;
    private final TreeMap<Long, Share> shares = new TreeMap<>();
    private final LongAdder refused = new LongAdder();
    private long arrivals;
    private long used;

    /** The part of {@link #used} that refused requests hold until they notice. */
    private long reclaimable;

    /**
     * Creates a budget.
     *
     * @param limit for all requests together, in bytes
     * @param maxShare the most that the oldest request may hold, in bytes
     */
    public MemoryBudget(long limit, long maxShare) {
        this.limit = limit;
        this.maxShare = maxShare;
        this.softLimit = limit / 8 * 7;
    }

    /**
     * A quarter of the largest heap that this JVM may have, and half of it for the oldest request. A quarter is left
     * even while both are used up.
     */
    public static MemoryBudget ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new MemoryBudget(heap / 4, heap / 2);
    }

    /** Returns the bytes that requests hold now. */
    public synchronized long used() {
        return used;
    }

    /** Returns the number of requests refused so far. */
    public long refused() {
        return refused.sum();
    }

    /** Opens an empty share. */
    Share open() {
        return new Share();
    }

    private synchronized void draw(Share share, long bytes, boolean yields) {
        if (share.arrival == 0) {
            share.arrival = ++arrivals;
            shares.put(share.arrival, share);
        }
        checkShare(share.bytes + bytes);
        boolean oldest = shares.firstEntry().getValue() == share;
        if (!oldest) {
            while (yields && !share.isRefused && used + bytes - reclaimable > softLimit) {
                refuseYoungest();
            }
            if ((yields && share.isRefused) || used + bytes > limit) {
                throw usedUp();
            }
        }
        share.bytes += bytes;
        used += bytes;
    }

    private synchronized void expect(long bytes) {
        checkShare(bytes);
        if (!shares.isEmpty() && used + bytes > limit) {
            throw usedUp();
        }
    }

    private void checkShare(long bytes) {
        if (bytes > maxShare) {
            refused.increment();
            throw new BodyException(
                    413,
                    "expected a request that needs at most " + (maxShare >> 20)
                            + " MiB of this server's memory, got one that needs more; send fewer rows at a time");
        }
    }

    private BodyException usedUp() {
        refused.increment();
        return new BodyException(503, "the server has no memory left for this request; try again shortly");
    }

    /** The oldest request is never among them, so there is one as long as the caller is not refused itself. */
    private void refuseYoungest() {
        for (Share youngest : shares.descendingMap().values()) {
            if (!youngest.isRefused) {
                youngest.isRefused = true;
                reclaimable += youngest.bytes;
                return;
            }
        }
    }

    private synchronized void release(Share share) {
        if (shares.remove(share.arrival, share)) {
            used -= share.bytes;
            reclaimable -= share.isRefused ? share.bytes : 0;
        }
    }

    /** The memory of one request. For one thread. */
    final class Share implements AutoCloseable {

        /** From 1, in the order of the first draws; 0 before. */
        private long arrival;

        private long bytes;
        private boolean isRefused;

        /**
         * Adds to what the request holds.
         *
         * @throws BodyException 503 if the request has to give way; 413 if the heap is too small for it
         */
        void draw(long more) {
            MemoryBudget.this.draw(this, more, true);
        }

        /**
         * Adds to what the request holds when its body has been read. It no longer gives way to older requests, because
         * the work on it is nearly done.
         *
         * @throws BodyException 503 if the budget is used up; 413 if the heap is too small for it
         */
        void drawToFinish(long more) {
            MemoryBudget.this.draw(this, more, false);
        }

        /**
         * Refuses a request that will need more than is left. Holds nothing for it.
         *
         * @param bytes that it will need at least
         * @throws BodyException as {@link #draw}
         */
        void expect(long bytes) {
            MemoryBudget.this.expect(bytes);
        }

        /** Gives everything back. Has no effect the second time. */
        @Override
        public void close() {
            release(this);
        }
    }
}
