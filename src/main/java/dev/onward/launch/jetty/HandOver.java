package dev.onward.launch.jetty;

import java.util.concurrent.Executor;

/**
 * What runs the rest of the work on a request whose thread must not block, once. For that thread, and afterwards the
 * one that the work was handed to.
 */
final class HandOver implements Executor {

    private final Executor executor;
    private final Runnable completed;
    private boolean isDone;

    /**
     * @param executor of threads that may block
     * @param completed run when the application no longer holds a thread
     */
    HandOver(Executor executor, Runnable completed) {
        this.executor = executor;
        this.completed = completed;
    }

    /** Runs the work with the class loader of the application, as a server does. */
    @Override
    public void execute(Runnable work) {
        isDone = true;
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        executor.execute(() -> {
            Thread thread = Thread.currentThread();
            ClassLoader own = thread.getContextClassLoader();
            thread.setContextClassLoader(application);
            try {
                work.run();
            } finally {
                thread.setContextClassLoader(own);
                completed.run();
            }
        });
    }

    /** Returns whether the thread must not block, because nothing has been handed over. */
    boolean isPending() {
        return !isDone;
    }

    /** Marks that the application has left the thread that must not block. */
    void end() {
        if (!isDone) {
            completed.run();
        }
    }
}
