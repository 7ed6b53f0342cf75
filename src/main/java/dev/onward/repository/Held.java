package dev.onward.repository;

import dev.onward.model.Model;

/** A model that is closed after its last use: once it has been retired, and nobody has it any more. */
final class Held {

    private final Model model;
    private int users;
    private boolean retired;

    Held(Model model) {
        this.model = model;
    }

    Model model() {
        return model;
    }

    /** Takes the model for use; false if it has been retired, and another one is to be looked for. */
    synchronized boolean acquire() {
        if (retired) {
            return false;
        }
        users++;
        return true;
    }

    void release() {
        boolean last;
        synchronized (this) {
            users--;
            last = retired && users == 0;
        }
        if (last) {
            model.close();
        }
    }

    /** Lets nobody take it any more, and closes it when the last one gives it back. */
    void retire() {
        boolean unused;
        synchronized (this) {
            unused = !retired && users == 0;
            retired = true;
        }
        if (unused) {
            model.close();
        }
    }
}
