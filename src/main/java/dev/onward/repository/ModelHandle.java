package dev.onward.repository;

import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * An open model with its details and a reference count. It is closed once it has been retired and its last lease has
 * been released.
 */
final class ModelHandle {

    private static final Logger LOG = System.getLogger(ModelHandle.class.getName());

    private final Model model;
    private final Optional<ModelDetails> details;
    private final RunTimes runTimes = new RunTimes();
    private int leases;
    private boolean retired;

    private ModelHandle(Model model, Executor executor) {
        this.model = model;
        Executor background = task -> executor.execute(() -> runUnlessClosed(task));
        background.execute(this::simplify);
        this.details = ModelDetails.of(model, background);
    }

    /**
     * Prepares the details of a model, which this handle closes. If that fails, the model is closed at once.
     *
     * @param executor runs what predictions do not wait for
     */
    static ModelHandle of(Model model, Executor executor) {
        try {
            return new ModelHandle(model, executor);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Nobody waits for what is left to do for a closed model. */
    private void runUnlessClosed(Runnable task) {
        if (!isClosed()) {
            task.run();
        }
    }

    private void simplify() {
        try {
            model.simplify();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.log(Level.WARNING, model.name() + ": could not be simplified, so predictions take longer", e);
        }
    }

    Model model() {
        return model;
    }

    /** Empty if the model is not tabular. */
    Optional<ModelDetails> details() {
        return details;
    }

    RunTimes runTimes() {
        return runTimes;
    }

    /** Adds a reference; returns false if the model has been retired, so that the caller looks for its successor. */
    synchronized boolean acquire() {
        if (retired) {
            return false;
        }
        leases++;
        return true;
    }

    void release() {
        boolean last;
        synchronized (this) {
            leases--;
            last = retired && leases == 0;
        }
        if (last) {
            model.close();
        }
    }

    private synchronized boolean isClosed() {
        return retired && leases == 0;
    }

    /** Refuses further references, and closes the model as soon as the last one is released. */
    void retire() {
        boolean unused;
        synchronized (this) {
            unused = !retired && leases == 0;
            retired = true;
        }
        if (unused) {
            model.close();
        }
    }
}
