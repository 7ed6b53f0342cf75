package dev.onward.details;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Computes the explanations of rows in slices of time, between which others can compute. */
final class Slices {

    private static final long SLICE_NANOS = 5_000_000;

    private Slices() {}

    /**
     * Computes a result for each row.
     *
     * @param isExact as for {@link ExplanationLimit#acquire}
     */
    static <T> List<T> compute(ExplanationLimit limit, boolean isExact, int rows, IntFunction<T> ofRow) {
        List<T> results = new ArrayList<>(rows);
        while (results.size() < rows) {
            ExplanationLimit.Permit permit = limit.acquire(isExact);
            try {
                addSlice(ofRow, rows, results);
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
