package dev.onward.explain;

/**
 * The background data of an ensemble of trees: for each leaf, the sets of violated players that occur among the
 * background rows, and how many rows have them. All that exact contributions need to know of the background, since a
 * leaf's contribution depends only on which of its players a row violates.
 *
 * <p>The entries of leaf i are from {@code starts[i]} to {@code starts[i + 1]}, with ascending patterns.
 */
final class PatternCounts {

    /** The memory of a pattern with its count. */
    static final int BYTES_PER_PATTERN = Long.BYTES + Integer.BYTES;

    private final int[] starts;
    private final long[] patterns;
    private final int[] counts;
    private final long rows;

    /**
     * @param starts one more than there are leaves
     * @param patterns bit j is set if the rows violate the leaf's player j
     * @param counts how many rows have the pattern, above 0
     * @param rows the number of background rows, the sum of the counts at each leaf
     */
    PatternCounts(int[] starts, long[] patterns, int[] counts, long rows) {
        if (patterns.length != counts.length || starts[starts.length - 1] != patterns.length || rows < 1) {
            throw new IllegalArgumentException("expected a count for each pattern, got " + counts.length + " counts of "
                    + patterns.length + " patterns");
        }
        for (int leaf = 0; leaf + 1 < starts.length; leaf++) {
            long total = 0;
            for (int i = starts[leaf]; i < starts[leaf + 1]; i++) {
                total += counts[i];
            }
            if (total != rows) {
                throw new IllegalArgumentException(
                        "expected patterns of " + rows + " rows at leaf " + leaf + ", got " + total);
            }
        }
        this.starts = starts;
        this.patterns = patterns;
        this.counts = counts;
        this.rows = rows;
    }

    int[] starts() {
        return starts;
    }

    long[] patterns() {
        return patterns;
    }

    int[] counts() {
        return counts;
    }

    long rows() {
        return rows;
    }

    /** The memory of the patterns and counts. */
    long bytes() {
        return (long) patterns.length * BYTES_PER_PATTERN;
    }

    int leaves() {
        return starts.length - 1;
    }

    /** The share of rows that reach the leaf. */
    double reach(int leaf) {
        int first = starts[leaf];
        return first < starts[leaf + 1] && patterns[first] == 0 ? (double) counts[first] / rows : 0;
    }
}
