package dev.onward.repository;

import dev.onward.details.ModelDetails;
import dev.onward.model.Model;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a model. The model stays open until the lease is closed, even if it is replaced in the meantime. */
public final class Lease implements AutoCloseable {

    private final ModelHandle handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(ModelHandle handle) {
        this.handle = handle;
    }

    /** Returns the model, which is open until this lease is closed. */
    public Model model() {
        return handle.model();
    }

    /** Returns the source of the details that accompany the model's predictions; empty if the model is not tabular. */
    public Optional<ModelDetails> details() {
        return handle.details();
    }

    /** Returns the times of the model's runs on few rows, to which the holder of the lease adds those of its own. */
    public RunTimes runTimes() {
        return handle.runTimes();
    }

    /** Gives the model back. Has no effect the second time. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            handle.release();
        }
    }
}
