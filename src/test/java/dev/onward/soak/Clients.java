package dev.onward.soak;

import dev.onward.Patience;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send requests until they are stopped. */
final class Clients implements AutoCloseable {

    /** For the end of a file of 100 MB that has just begun. */
    private static final long MAX_STOP_MINUTES = 5;

    /** After a connection was refused. */
    private static final long RETRY_MILLIS = 10;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final AtomicInteger refusedConnections = new AtomicInteger();
    private volatile boolean isStopped;

    /** One or more requests. */
    interface Work {

        /** Returns false if the connection was refused. */
        boolean send();
    }

    /** Does the same work over and over, in a thread of its own. */
    void repeat(Work work) {
        running.add(threads.submit(() -> {
            while (!isStopped) {
                if (!work.send()) {
                    refusedConnections.incrementAndGet();
                    Patience.pause(RETRY_MILLIS);
                }
            }
        }));
    }

    int refusedConnections() {
        return refusedConnections.get();
    }

    boolean isStopped() {
        return isStopped;
    }

    /** Lets each thread end its request. */
    void stop() {
        close();
        try {
            if (!threads.awaitTermination(MAX_STOP_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a request was never answered");
            }
            for (Future<?> client : running) {
                client.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells the threads to stop. */
    @Override
    public void close() {
        isStopped = true;
        threads.shutdown();
    }
}
