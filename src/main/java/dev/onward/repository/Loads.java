package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.runtime.ModelException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The models that are being opened at this moment. The runtime crashes a JVM that ends meanwhile; so its end waits for them,
 * for a while, and none begins any more. For any number of threads.
 */
final class Loads implements AutoCloseable {

    private static final int ALL = Integer.MAX_VALUE;
    private static final int PATIENCE_SECONDS = 10;

    private final Semaphore places = new Semaphore(ALL);
    private final Thread atExit = new Thread(this::end, "onward-loads");
    private boolean ended;

    private Loads() {}

    static Loads begin() {
        Loads loads = new Loads();
        try {
            Runtime.getRuntime().addShutdownHook(loads.atExit);
        } catch (IllegalStateException e) {
            // The JVM ends already.
            loads.end();
        }
        return loads;
    }

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

    /** Whoever comes second waits for the first. */
    private synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
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

    /** Waits for those that are under way. A hook that stayed would keep an application that was taken away in memory. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM ends, and the hook has run.
        }
    }
}
