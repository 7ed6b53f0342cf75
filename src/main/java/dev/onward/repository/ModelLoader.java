package dev.onward.repository;

import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens models, each in its own thread and within a time limit, so that one file cannot delay the others indefinitely.
 * Thread-safe.
 */
final class ModelLoader implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ModelLoader.class.getName());

    /** The runtime walks deep graphs recursively. */
    private static final long STACK_BYTES = 64L << 20;

    private static final int ALL = Integer.MAX_VALUE;
    private static final int CLOSE_SECONDS = 10;

    private final Duration timeout;
    private final GuardLimits limits;

    /** Each model that is being opened holds one permit. {@link #close} takes all of them and gives none back. */
    private final Semaphore permits = new Semaphore(ALL);

    private boolean closed;

    /**
     * @param timeout for opening one model
     * @param limits for the models
     */
    ModelLoader(Duration timeout, GuardLimits limits) {
        this.timeout = timeout;
        this.limits = limits;
    }

    /**
     * Opens the model in a file, and prepares its details. The caller retires it.
     *
     * @throws ModelException if the file cannot be opened, or not in time; a model that opens too late is closed
     * @throws InterruptedException if the calling thread is interrupted; the model is then closed too
     */
    ModelHandle open(DiscoveredFile file) throws InterruptedException {
        CompletableFuture<ModelHandle> opening = new CompletableFuture<>();
        Thread thread = new Thread(null, () -> open(file, opening), "onward-load", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return opening.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            abandon(opening);
            throw new ModelException(
                    file.origin() + ": could not be opened within " + timeout.toMillis() / 1000.0 + " s", e);
        } catch (InterruptedException e) {
            abandon(opening);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ModelException expected
                    ? expected
                    : new ModelException(file.origin() + ": cannot be opened: " + e.getCause(), e);
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
            return ModelHandle.of(file.open(limits));
        } finally {
            permits.release();
        }
    }

    /** Lets the opening thread close the model, or closes it if it has just been opened. */
    private static void abandon(CompletableFuture<ModelHandle> opening) {
        if (!opening.cancel(false) && !opening.isCompletedExceptionally()) {
            opening.join().retire();
        }
    }

    /** Refuses further models and waits up to 10 seconds for those that are being opened, including abandoned ones. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!permits.tryAcquire(ALL, CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a model was still being opened when the application stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
