package dev.onward.repository;

import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * An open model with its details and a reference count. It is closed once it has been retired and its last lease has
 * been released.
 */
final class ModelHandle {

    private final Model model;
    private final Optional<ModelDetails> details;
    private int leases;
    private boolean retired;

    private ModelHandle(Model model, Optional<ModelDetails> details) {
        this.model = model;
        this.details = details;
    }

    /**
     * Prepares the details of a model, which this handle closes. If that fails, the model is closed at once.
     *
     * @param executor reads the graph for explanations
     */
    static ModelHandle of(Model model, Executor executor) {
        try {
            return new ModelHandle(model, ModelDetails.of(model, executor));
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    Model model() {
        return model;
    }

    /** Empty if the model is not tabular. */
    Optional<ModelDetails> details() {
        return details;
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
