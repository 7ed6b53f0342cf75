package dev.onward.repository;

import dev.onward.repository.ModelRepository.FileOptions;
import dev.onward.runtime.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens models, each in its own thread and within a time limit, so that one file cannot delay the others indefinitely.
 * Thread-safe.
 */
final class ModelLoader implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ModelLoader.class.getName());

    /** Deep graphs are walked recursively. */
    private static final long STACK_BYTES = 64L << 20;

    private static final int ALL = Integer.MAX_VALUE;
    private static final int CLOSE_SECONDS = 10;
    private static final String PREPARE = "onward-prepare";
    private static final int IDLE_SECONDS = 1;
    private static final int POLL_MILLIS = 5;
    private static final Duration MAX_WAIT = Duration.ofSeconds(2);

    private final FileOptions options;

    /** Each model that is being opened holds one permit. {@link #close} takes all of them and gives none back. */
    private final Semaphore permits = new Semaphore(ALL);

    /** Runs what predictions do not wait for, for one model at a time, when no other is being opened. */
    private final ThreadPoolExecutor background = background();

    private volatile boolean isClosed;

    ModelLoader(FileOptions options) {
        this.options = options;
    }

    private ThreadPoolExecutor background() {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> thread(task, PREPARE),
                        new ThreadPoolExecutor.DiscardPolicy()) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable task) {
                        awaitOpenings();
                    }
                };
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Waits until no model is being opened, but not for files that take long. */
    private void awaitOpenings() {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        try {
            while (permits.availablePermits() < ALL && !isClosed && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs what predictions do not wait for, in a thread of its own. */
    static void startThread(Runnable task) {
        thread(task, PREPARE).start();
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts to open the model in a file and to prepare its details. The caller waits for it or abandons it. */
    Opening start(DiscoveredFile file) {
        CompletableFuture<ModelHandle> opening = new CompletableFuture<>();
        thread(() -> open(file, opening), "onward-load").start();
        return new Opening(file.origin(), opening, System.nanoTime());
    }

    /**
     * Waits until at least one of the openings is no longer running.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    static void awaitAny(List<Opening> running) throws InterruptedException {
        long nanos = running.stream().mapToLong(Opening::remainingNanos).min().orElse(0);
        try {
            CompletableFuture.anyOf(
                            running.stream().map(opening -> opening.opening).toArray(CompletableFuture[]::new))
                    .get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // The caller of await gets the reason.
        }
    }

    /** A model that is being opened. */
    final class Opening {

        private final String origin;
        private final CompletableFuture<ModelHandle> opening;
        private final long startNanos;

        private Opening(String origin, CompletableFuture<ModelHandle> opening, long startNanos) {
            this.origin = origin;
            this.opening = opening;
            this.startNanos = startNanos;
        }

        /** Checks whether {@link #await} would wait. */
        boolean isRunning() {
            return !opening.isDone() && remainingNanos() > 0;
        }

        private long remainingNanos() {
            return options.loadTimeout().toNanos() - (System.nanoTime() - startNanos);
        }

        /**
         * Waits for the model. The caller retires it.
         *
         * @throws ModelException if the file cannot be opened, or not in time; a model that opens too late is closed
         * @throws InterruptedException if the calling thread is interrupted; the model is then closed too
         */
        ModelHandle await() throws InterruptedException {
            try {
                return opening.get(Math.max(0, remainingNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                abandon();
                throw new ModelException(
                        origin + ": could not be opened within "
                                + options.loadTimeout().toMillis() / 1000.0
                                + " s; if you trust the model, raise the setting load-limit",
                        e);
            } catch (InterruptedException e) {
                abandon();
                throw e;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof ModelException expected
                        ? expected
                        : new ModelException(origin + ": cannot be opened: " + e.getCause(), e);
            }
        }

        /** Lets the opening thread close the model, or closes it if it has just been opened. */
        void abandon() {
            if (!opening.cancel(false) && !opening.isCompletedExceptionally()) {
                opening.join().retire();
            }
        }
    }

    private void open(DiscoveredFile file, CompletableFuture<ModelHandle> opening) {
        try {
            ModelHandle model = openWithPermit(file);
            if (!opening.complete(model)) {
                model.retire();
            }
        } catch (Throwable e) {
            opening.completeExceptionally(e);
        }
    }

    private ModelHandle openWithPermit(DiscoveredFile file) {
        if (!permits.tryAcquire()) {
            throw new ModelException("the application is shutting down");
        }
        try {
            return ModelHandle.of(file.open(options.limits(), options.features()), background);
        } finally {
            permits.release();
        }
    }

    /** Refuses further models and waits up to 10 seconds for those that are being opened, including abandoned ones. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            boolean isIdle = permits.tryAcquire(ALL, CLOSE_SECONDS, TimeUnit.SECONDS);
            background.shutdown();
            if (!isIdle || !background.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a model was still being opened when the application stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
