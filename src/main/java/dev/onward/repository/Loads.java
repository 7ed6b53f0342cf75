package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.runtime.ModelException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The models that are being opened at this moment. An application that is taken away waits for them, for a while, and
 * none begins any more: none is to be opened by what is gone. For any number of threads.
 */
final class Loads implements AutoCloseable {

    private static final int ALL = Integer.MAX_VALUE;
    private static final int PATIENCE_SECONDS = 10;

    private final Semaphore places = new Semaphore(ALL);
    private boolean closed;

    /** @throws ModelException if it cannot be opened, or the application is stopping */
    Model open(Supplier<Model> opener) {
        if (!places.tryAcquire()) {
            throw new ModelException("the application is stopping");
        }
        try {
            return opener.get();
        } finally {
            places.release();
        }
    }

    /** Waits for those that are under way. Whoever comes second waits for the first. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // Never given back.
            if (!places.tryAcquire(ALL, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(Loads.class.getName())
                        .log(System.Logger.Level.WARNING, "a model was still being opened at the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
