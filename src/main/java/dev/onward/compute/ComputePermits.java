package dev.onward.compute;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * A limit for the number of runs in progress. A thread holds a permit only while the runtime runs a graph.
 *
 * <p>Waiting threads get permits in order of arrival, except that one model holds at most half of the permits while
 * several models are served, and bulk work holds at most half of what its model may hold (at least one each). The queue
 * of a model is bounded: a request is rejected at once if its wait is expected to exceed the limit, or if too many are
 * in progress. So the wait of those that are answered is bounded at any load.
 *
 * <p>A run on few rows needs no permit while such runs of its model are quick: they take microseconds, and a thread that
 * waits for its turn has to be woken, which takes milliseconds on busy processors. The permits would then be idle most
 * of the time while a queue grows. The requests in progress are limited all the same. Thread-safe.
 */
public final class ComputePermits {

    private static final String BUSY = "too many predictions are in progress; try again shortly";

    /**
     * The requests of the only model in progress, for each permit: one that runs, and others that wait, parse and
     * write. More than the embedded server passes on, so that requests are limited there, where they hold no thread.
     */
    private static final int MAX_IN_PROGRESS_PER_PERMIT = 17;

    /** The same for one model among several, which leaves a quarter of the requests to the others. */
    private static final int MAX_IN_PROGRESS_AMONG_SEVERAL = 12;

    private final int permits;
    private final long maxWaitNanos;
    private final IntSupplier models;
    private final LongSupplier clock;
    private final LongAdder rejected = new LongAdder();
    private final PermitQueue queue;
    private final Map<String, ModelRequests> requests = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Creates the limit.
     *
     * @param permits number of runs that may be in progress at the same time, at least 1
     * @param maxWait maximum wait of a request for its first permit; zero to reject at once
     * @param models number of models that are served now
     */
    public ComputePermits(int permits, Duration maxWait, IntSupplier models) {
        this(permits, maxWait, models, System::nanoTime);
    }

    /** @param clock in nanoseconds, for the duration of runs */
    ComputePermits(int permits, Duration maxWait, IntSupplier models, LongSupplier clock) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits: expected at least 1, got " + permits);
        }
        this.permits = permits;
        this.maxWaitNanos = maxWait.toNanos();
        this.models = models;
        this.clock = clock;
        queue = new PermitQueue(permits, models, clock);
    }

    /** The requests of one model that are in progress, and its share of the permits. */
    private record ModelRequests(AtomicInteger inProgress, PermitQueue.Share share) {}

    /**
     * Registers the runs of one request.
     *
     * @param model name of a served model
     */
    public Runs runs(String model) {
        return new Runs(requests.computeIfAbsent(
                model, name -> new ModelRequests(new AtomicInteger(), new PermitQueue.Share())));
    }

    /** Rejects all further requests. Requests that were admitted before can still finish. */
    public void close() {
        closed = true;
    }

    /** The number of requests rejected so far. */
    public long rejected() {
        return rejected.sum();
    }

    /** The number of runs that may be in progress at the same time. */
    public int total() {
        return permits;
    }

    /** The number of permits in use. Quick runs use none. */
    public int used() {
        return queue.used();
    }

    /** The number of threads that wait for a permit. */
    public int waiting() {
        return queue.waiting();
    }

    /**
     * The runs of one request, for its thread. Only the first wait is limited, because a request that has begun should
     * finish.
     */
    public final class Runs {

        private final ModelRequests model;
        private boolean admitted;
        private boolean begun;
        private boolean inProgress;

        private Runs(ModelRequests model) {
            this.model = model;
        }

        /**
         * Checks early, before the request is read, whether there is a prospect of a permit, and counts the request as
         * in progress.
         *
         * @throws OverloadedException if not, or after {@link ComputePermits#close}
         */
        public void admit() {
            if (!tryAdmit()) {
                throw reject();
            }
        }

        /** As {@link #admit}, but returns false if not, which is no rejection. */
        public boolean tryAdmit() {
            if (closed
                    || queue.waitExceeds(maxWaitNanos, model.share())
                    || model.inProgress().get() >= maxInProgress()) {
                return false;
            }
            admitted = true;
            resume();
            return true;
        }

        /** As {@link #admit}, for bulk work, which others limit. */
        public void admitBulk() {
            if (closed) {
                throw reject();
            }
            admitted = true;
        }

        /** No longer counts the request as in progress, for as long as it waits for its client, or for good. */
        public void pause() {
            if (inProgress) {
                inProgress = false;
                model.inProgress().decrementAndGet();
            }
        }

        /** Counts the request as in progress again. */
        public void resume() {
            if (!inProgress) {
                inProgress = true;
                model.inProgress().incrementAndGet();
            }
        }

        /**
         * Waits for a permit for one run.
         *
         * @return the permit, to be closed by the caller
         * @throws OverloadedException if none is available in time, or if the thread is interrupted
         */
        public Permit acquire(RunKind kind) {
            return take(kind, begun ? Long.MAX_VALUE : maxWaitNanos).orElseThrow(this::reject);
        }

        /**
         * Waits for a permit for one run of bulk work without which the request is answered, so that none is not a
         * rejection.
         *
         * @return the permit, to be closed by the caller; empty if none becomes available in time
         */
        public Optional<Permit> tryAcquire(Duration maxWait) {
            return take(RunKind.BULK, maxWait.toNanos());
        }

        /** Returns a permit for one run without waiting for it; empty if none is free, which is no rejection. */
        public Optional<Permit> tryAcquire(RunKind kind) {
            return take(kind, 0);
        }

        private Optional<Permit> take(RunKind kind, long nanos) {
            boolean refused = closed && !admitted;
            boolean isQuick = kind == RunKind.FEW_ROWS && model.share().isQuick();
            if (refused || (!isQuick && !queue.acquire(model.share(), kind, nanos))) {
                return Optional.empty();
            }
            admitted = true;
            begun = true;
            return Optional.of(new Permit(model.share(), kind, !isQuick));
        }

        private OverloadedException reject() {
            rejected.increment();
            return new OverloadedException(closed && !admitted ? "the server is shutting down" : BUSY);
        }
    }

    /** The number of requests of one model with which no further one is admitted. */
    private int maxInProgress() {
        return permits * (models.getAsInt() > 1 ? MAX_IN_PROGRESS_AMONG_SEVERAL : MAX_IN_PROGRESS_PER_PERMIT);
    }

    /** The right to one run, until it is closed. */
    public final class Permit implements AutoCloseable {

        private final PermitQueue.Share share;
        private final RunKind kind;
        private final boolean isQueued;
        private final long start = clock.getAsLong();
        private final AtomicBoolean released = new AtomicBoolean();

        /** @param isQueued false for a quick run, of which the queue does not know */
        private Permit(PermitQueue.Share share, RunKind kind, boolean isQueued) {
            this.share = share;
            this.kind = kind;
            this.isQueued = isQueued;
        }

        /** Releases the permit. Has no effect the second time. */
        @Override
        public void close() {
            if (!released.compareAndSet(false, true)) {
                return;
            }
            long nanos = clock.getAsLong() - start;
            if (kind == RunKind.FEW_ROWS) {
                share.measure(nanos);
            }
            if (isQueued) {
                queue.release(share, kind, nanos);
            }
        }
    }
}
