package dev.onward.details;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Computes the explanations of rows in slices of time, between which others can compute. */
final class Slices {

    private static final long SLICE_NANOS = 5_000_000;

    private Slices() {}

    /**
     * Computes a result for each row.
     *
     * @param isExact as for {@link ExplanationLimit#acquire}
     * @param preparation called in the first slice, if there are rows
     */
    static <T> List<T> compute(
            ExplanationLimit limit, boolean isExact, int rows, Supplier<IntFunction<T>> preparation) {
        List<T> results = new ArrayList<>(rows);
        Optional<IntFunction<T>> ofRow = Optional.empty();
        while (results.size() < rows) {
            ExplanationLimit.Permit permit = limit.acquire(isExact);
            try {
                ofRow = ofRow.or(() -> Optional.of(preparation.get()));
                addSlice(ofRow.orElseThrow(), rows, results);
            } finally {
                permit.close();
            }
        }
        return results;
    }

    private static <T> void addSlice(IntFunction<T> ofRow, int rows, List<T> results) {
        long start = System.nanoTime();
        do {
            results.add(ofRow.apply(results.size()));
        } while (results.size() < rows && System.nanoTime() - start < SLICE_NANOS);
    }
}
