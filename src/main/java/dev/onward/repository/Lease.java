package dev.onward.repository;

import dev.onward.model.Model;
import java.util.concurrent.atomic.AtomicBoolean;

/** A model in use. It stays open until the lease is closed, even if another one takes its place meanwhile. */
public final class Lease implements AutoCloseable {

    private final Held held;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Held held) {
        this.held = held;
    }

    public Model model() {
        return held.model();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            held.release();
        }
    }
}
