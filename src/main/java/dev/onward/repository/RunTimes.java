package dev.onward.repository;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the runs of one open model on few rows are so quick that they delay nobody. It takes several quick runs in a
 * row until they count as quick, and one that is not quick until they no longer do. Thread-safe.
 */
public final class RunTimes {

    /** Ten times as long as a row of most models takes, because a thread may lose its processor during a run. */
    private static final long QUICK_NANOS = Duration.ofNanos(250_000).toNanos();

    private static final int MIN_RUNS = 4;

    private final AtomicInteger quick = new AtomicInteger();

    RunTimes() {}

    public void add(long nanos) {
        if (nanos >= QUICK_NANOS) {
            quick.set(0);
        } else if (quick.get() < MIN_RUNS) {
            quick.incrementAndGet();
        }
    }

    /** Checks whether the last runs were all quick. */
    public boolean areQuick() {
        return quick.get() >= MIN_RUNS;
    }
}
