package dev.onward.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Ends a run that takes too long or too much memory, as the runtime is asked to: before the next operator. Only graphs
 * with loops need it, since any other has an end that its size shows.
 */
final class RunLimit implements AutoCloseable {

    /** A loop over a hundred rows that compares each with 10,000 others takes some 0.05 s. */
    private static final Duration TIME = Duration.ofSeconds(10);

    /** By how much the memory of the process may grow meanwhile. A state that doubles in each round takes seconds to. */
    private static final long BYTES = 4L << 30;

    private static final long CHECK_MILLIS = 50;

    /** Checks all runs. */
    static final ScheduledThreadPoolExecutor EXECUTOR = executor(Duration.ofSeconds(1));

    private final OrtSession.RunOptions options;
    private final Duration time;
    private final LongSupplier clock;
    private final long start;
    private final long most = memory() + BYTES;
    private final Future<?> check;
    private boolean closed;
    private String reason = "";

    private RunLimit(Duration time, LongSupplier clock, ScheduledThreadPoolExecutor executor) throws OrtException {
        this.time = time;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.options = new OrtSession.RunOptions();
        this.check = executor.scheduleAtFixedRate(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** For one run that begins now. */
    static RunLimit start() throws OrtException {
        return start(TIME, System::nanoTime, EXECUTOR);
    }

    /**
     * For one run that begins now, with a clock and an executor of the caller's.
     *
     * @param clock in nanoseconds, from any origin
     */
    static RunLimit start(Duration time, LongSupplier clock, ScheduledThreadPoolExecutor executor) throws OrtException {
        return new RunLimit(time, clock, executor);
    }

    /**
     * One thread for all runs, which ends when there are none: it would keep an undeployed application in memory.
     *
     * @param keepAlive time without a run after which the thread ends
     */
    static ScheduledThreadPoolExecutor executor(Duration keepAlive) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "onward-run-limit");
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        });
        executor.setKeepAliveTime(keepAlive.toNanos(), TimeUnit.NANOSECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** What the run is to be started with. */
    OrtSession.RunOptions options() {
        return options;
    }

    /** What the run was ended for; empty if it was not. */
    synchronized String reason() {
        return reason;
    }

    /** Ends the run if it is over its limits. */
    synchronized void check() {
        if (closed || !reason.isEmpty()) {
            return;
        }
        if (clock.getAsLong() - start > time.toNanos()) {
            stop("did not end within " + time.toSeconds() + " s");
        } else if (memory() > most) {
            stop("took more than " + (BYTES >> 30) + " GiB of memory");
        }
    }

    private void stop(String reason) {
        try {
            this.reason = reason;
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("a run could not be ended", e);
        }
    }

    /** What the process has from the system, which counts before it is used; 0 if the system does not say. */
    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getCommittedVirtualMemorySize())
                : 0;
    }

    /** After the run: the runtime must not be told to end one by options that it no longer has. */
    @Override
    public synchronized void close() {
        closed = true;
        check.cancel(false);
        options.close();
    }
}
