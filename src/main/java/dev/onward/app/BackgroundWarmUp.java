package dev.onward.app;

import dev.onward.serving.WarmUp;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Warms the slices up in a thread of its own. It begins some time after the start of the application, because it would
 * otherwise take processor time from the first predictions. Without a model it waits until there is one.
 */
final class BackgroundWarmUp implements AutoCloseable {

    /** From the start of the application, in which servers see that it is ready and send the first requests. */
    static final Duration DELAY = Duration.ofSeconds(2);

    /** Long enough for one slice. A model that is in use is closed later. */
    private static final Duration MAX_CLOSE = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(BackgroundWarmUp.class.getName());

    private final Duration delay;
    private final BooleanSupplier isReady;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private BackgroundWarmUp(List<WarmUp> work, Duration delay, BooleanSupplier isReady) {
        this.delay = delay;
        this.isReady = isReady;
        thread = new Thread(() -> run(work), "onward-warm-up");
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param delay before it first asks whether the server is ready, and between two such questions
     */
    static BackgroundWarmUp start(List<WarmUp> work, Duration delay, BooleanSupplier isReady) {
        BackgroundWarmUp started = new BackgroundWarmUp(work, delay, isReady);
        started.thread.start();
        return started;
    }

    private void run(List<WarmUp> work) {
        try {
            do {
                if (closed.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } while (!isReady.getAsBoolean());
            long start = System.nanoTime();
            work.forEach(this::run);
            LOG.log(
                    Level.DEBUG,
                    "warmed up in "
                            + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
        } catch (InterruptedException e) {
            // Nobody interrupts this thread except a container that ends all threads.
            Thread.currentThread().interrupt();
        }
    }

    /** The first callers do what fails here themselves, and are told if it fails again. */
    private void run(WarmUp work) {
        if (isClosed()) {
            return;
        }
        try {
            work.run();
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            LOG.log(Level.WARNING, "warming up failed, so the first requests will take longer", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    /**
     * Ends the thread, and waits until it has ended, because it may be using a model. It is not interrupted: that would
     * close the files from which it loads classes, which other threads use too.
     */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(MAX_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
