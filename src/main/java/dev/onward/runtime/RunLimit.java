package dev.onward.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Terminates a run that exceeds its time or memory. The runtime stops before its next operator. Used for graphs with
 * loops only, because the size of any other graph bounds its run.
 */
final class RunLimit implements AutoCloseable {

    /** A loop over 100 rows that compares each with 10,000 others takes about 0.05 s. */
    private static final Duration TIME = Duration.ofSeconds(10);

    /**
     * The growth of the process while the run lasts, in bytes, of which the run's own thread must have touched as much:
     * other threads load models and run other graphs. A loop state that doubles each iteration takes seconds to reach
     * it.
     */
    private static final long BYTES = 4L << 30;

    private static final long CHECK_MILLIS = 50;

    /** Checks all runs, on one thread. */
    static final ScheduledThreadPoolExecutor EXECUTOR = executor(Duration.ofSeconds(1));

    private final OrtSession.RunOptions options;
    private final Duration time;
    private final LongSupplier clock;
    private final long start;
    private final Memory memory;
    private final long maxProcessBytes;
    private final long maxThreadBytes;
    private final Future<?> check;
    private boolean closed;
    private Optional<String> reason = Optional.empty();

    /**
     * The memory in use, in bytes.
     *
     * @param process of the whole process
     * @param thread of the run's thread; of the process if that is unknown
     */
    record Memory(LongSupplier process, LongSupplier thread) {

        /** The actual memory, with that of the calling thread. */
        static Memory actual() {
            LongSupplier process = RunLimit::memory;
            return new Memory(
                    process,
                    ThreadMemory.ofCurrentThread()
                            .<LongSupplier>map(
                                    thread -> () -> thread.touchedBytes().orElse(0))
                            .orElse(process));
        }
    }

    private RunLimit(Duration time, LongSupplier clock, Memory memory, ScheduledThreadPoolExecutor executor)
            throws OrtException {
        this.time = time;
        this.memory = memory;
        this.maxProcessBytes = memory.process().getAsLong() + BYTES;
        this.maxThreadBytes = memory.thread().getAsLong() + BYTES;
        this.clock = clock;
        this.start = clock.getAsLong();
        this.options = new OrtSession.RunOptions();
        this.check = executor.scheduleAtFixedRate(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts the limit of one run of the calling thread. */
    static RunLimit start() throws OrtException {
        return start(TIME, System::nanoTime, Memory.actual(), EXECUTOR);
    }

    /**
     * Starts the limit of one run with a given clock and executor.
     *
     * @param clock in nanoseconds, from any origin
     */
    static RunLimit start(Duration time, LongSupplier clock, Memory memory, ScheduledThreadPoolExecutor executor)
            throws OrtException {
        return new RunLimit(time, clock, memory, executor);
    }

    /**
     * Creates an executor with one thread for all runs. The thread ends when there are none, because it would otherwise
     * keep an undeployed application in memory.
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

    /** The options to start the run with. */
    OrtSession.RunOptions options() {
        return options;
    }

    /** The reason why the run was terminated; empty if it was not. */
    synchronized Optional<String> reason() {
        return reason;
    }

    /** Terminates the run if it exceeds a limit. */
    synchronized void check() {
        if (closed || reason.isPresent()) {
            return;
        }
        if (clock.getAsLong() - start > time.toNanos()) {
            stop("did not finish within " + time.toSeconds() + " s");
        } else if (memory.process().getAsLong() > maxProcessBytes
                && memory.thread().getAsLong() > maxThreadBytes) {
            stop("used more than " + (BYTES >> 30) + " GiB of memory");
        }
    }

    private void stop(String reason) {
        try {
            this.reason = Optional.of(reason);
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("cannot terminate a run", e);
        }
    }

    /** The committed virtual memory of the process in bytes, which grows before the memory is used; 0 if unknown. */
    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? Math.max(0, system.getCommittedVirtualMemorySize())
                : 0;
    }

    /** Ends the checks. Called after the run, because setting freed options would crash the process. */
    @Override
    public synchronized void close() {
        closed = true;
        check.cancel(false);
        options.close();
    }
}
