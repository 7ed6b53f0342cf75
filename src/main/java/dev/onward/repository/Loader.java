package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.runtime.ModelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens models, each within a time: whatever a file does to who reads it, the others are not to wait for ever. */
final class Loader implements AutoCloseable {

    /** Room for graphs that are deep, which the runtime walks by calling itself. */
    private static final long STACK_BYTES = 64L << 20;

    private final Loads loads = new Loads();
    private final Duration limit;
    private final long sizeLimit;

    /** @param sizeLimit most bytes that a model may have */
    Loader(Duration limit, long sizeLimit) {
        this.limit = limit;
        this.sizeLimit = sizeLimit;
    }

    /**
     * @throws ModelException if the file cannot be opened, or not in time; it is then given up, and closed should it
     *     open after all
     * @throws InterruptedException if the caller is to end, with the same consequence
     */
    Model open(ModelFile file) throws InterruptedException {
        CompletableFuture<Model> opening = new CompletableFuture<>();
        Thread thread = new Thread(null, () -> open(file, opening), "onward-load", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw givenUp(opening, file, e);
        } catch (InterruptedException e) {
            abandon(opening);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ModelException failure
                    ? failure
                    : new ModelException(file.origin() + ": cannot be opened: " + e.getCause(), e);
        }
    }

    private void open(ModelFile file, CompletableFuture<Model> opening) {
        try {
            Model model = loads.open(() -> file.open(sizeLimit));
            if (!opening.complete(model)) {
                model.close();
            }
        } catch (Throwable e) {
            opening.completeExceptionally(e);
        }
    }

    private ModelException givenUp(CompletableFuture<Model> opening, ModelFile file, TimeoutException e) {
        abandon(opening);
        return new ModelException(
                file.origin() + ": could not be opened within " + limit.toMillis() / 1000.0 + " s, and was given up",
                e);
    }

    /** Lets whoever opens it close it, or closes it, should it have been opened just now. */
    private static void abandon(CompletableFuture<Model> opening) {
        if (!opening.cancel(false) && !opening.isCompletedExceptionally()) {
            opening.join().close();
        }
    }

    /** Waits for what is still being opened, given up or not. */
    @Override
    public void close() {
        loads.close();
    }
}
