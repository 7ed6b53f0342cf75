package dev.onward.details;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Computes the explanations of rows in slices of time, between which others can compute. */
final class Slices {

    private static final long SLICE_NANOS = 5_000_000;

    /** The time after which a thread offers its processor to others that wait for it, such as a short prediction. */
    private static final long YIELD_NANOS = 200_000;

    private final ExplanationLimit limit;
    private final boolean isExact;
    private Optional<ExplanationLimit.Permit> permit = Optional.empty();
    private long start;
    private long lastYield;

    private Slices(ExplanationLimit limit, boolean isExact) {
        this.limit = limit;
        this.isExact = isExact;
    }

    /**
     * Computes a result for each row.
     *
     * @param isExact as for {@link ExplanationLimit#acquire}
     * @param preparation called in the first slice, if there are rows, with a function to be called within rows of many
     *     steps, which begins a new slice if this one has taken its time
     */
    static <T> List<T> compute(
            ExplanationLimit limit, boolean isExact, int rows, Function<Runnable, IntFunction<T>> preparation) {
        List<T> results = new ArrayList<>(rows);
        if (rows == 0) {
            return results;
        }
        Slices slices = new Slices(limit, isExact);
        slices.begin();
        try {
            IntFunction<T> ofRow = preparation.apply(slices::pause);
            for (int row = 0; row < rows; row++) {
                results.add(ofRow.apply(row));
                if (row < rows - 1) {
                    slices.pause();
                }
            }
        } finally {
            slices.end();
        }
        return results;
    }

    private void begin() {
        permit = Optional.of(limit.acquire(isExact));
        start = System.nanoTime();
        lastYield = start;
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the time of others
    private void pause() {
        long now = System.nanoTime();
        if (now - start >= SLICE_NANOS) {
            end();
            begin();
        } else if (now - lastYield >= YIELD_NANOS) {
            Thread.yield();
            lastYield = now;
        }
    }

    /** Releases the permit, unless waiting for it failed. */
    private void end() {
        permit.ifPresent(ExplanationLimit.Permit::close);
        permit = Optional.empty();
    }
}
