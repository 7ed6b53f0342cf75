package dev.onward.soak;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Replaces a model every two seconds, by two versions in turn whose answers differ. */
final class Replacements implements AutoCloseable {

    private static final long PERIOD_SECONDS = 2;

    private final SoakServer server;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> running;
    private final AtomicInteger count = new AtomicInteger();

    private Replacements(SoakServer server) {
        this.server = server;
        running = clock.scheduleAtFixedRate(this::replace, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    static Replacements start(SoakServer server) {
        return new Replacements(server);
    }

    private void replace() {
        server.replaceModel(1 + count.incrementAndGet() % 2);
    }

    int count() {
        return count.get();
    }

    @Override
    public void close() {
        boolean hasFailed = running.isDone() && !running.isCancelled();
        running.cancel(false);
        clock.shutdown();
        if (hasFailed) {
            throw new IllegalStateException("a replacement failed: " + running);
        }
    }
}
