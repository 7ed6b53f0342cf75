package dev.onward.repository;

import dev.onward.model.Model;

/** An open model with a reference count. It is closed once it has been retired and its last lease has been released. */
final class ModelHandle {

    private final Model model;
    private int leases;
    private boolean retired;

    ModelHandle(Model model) {
        this.model = model;
    }

    Model model() {
        return model;
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
