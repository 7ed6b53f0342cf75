package dev.onward.explain;

import dev.onward.explain.graph.LeafGroups;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import java.util.Arrays;

/**
 * The background data of an ensemble of trees: for each leaf, the sets of violated players that occur among the
 * background rows, and how many rows have them. Exact contributions need nothing else, since the contribution
 * of a leaf depends only on which of its players a row violates.
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
            throw new IllegalArgumentException("expected a count for each pattern, got " + counts.length
                    + " counts for " + patterns.length + " patterns");
        }
        for (int leaf = 0; leaf + 1 < starts.length; leaf++) {
            long total = 0;
            for (int i = starts[leaf]; i < starts[leaf + 1]; i++) {
                total += counts[i];
            }
            if (total != rows) {
                throw new IllegalArgumentException(
                        "expected counts for " + rows + " rows at leaf " + leaf + ", got " + total);
            }
        }
        this.starts = starts;
        this.patterns = patterns;
        this.counts = counts;
        this.rows = rows;
    }

    /** The pattern counts of a background of few rows, each of which is compared with every leaf. */
    static PatternCounts of(TreeEnsemble trees, Background background) {
        LeafGroups groups = trees.groups();
        LeafGroups.Walk walk = groups.walk();
        long[][] byRow = new long[background.size()][trees.leaves()];
        for (int row = 0; row < byRow.length; row++) {
            walk.test(trees.encode(new TableRow(background.rows(), row)));
            for (int group = 0; group < groups.size(); group++) {
                int end = groups.firstLeaf(group) + groups.leafCount(group);
                for (int leaf = groups.firstLeaf(group); leaf < end; leaf++) {
                    byRow[row][leaf] = groups.violated(leaf, walk.path(group), walk.outcomes(group));
                }
            }
        }
        int[] starts = new int[trees.leaves() + 1];
        long[] patterns = new long[Math.multiplyExact(byRow.length, trees.leaves())];
        int[] counts = new int[patterns.length];
        int next = 0;
        for (int leaf = 0; leaf < trees.leaves(); leaf++) {
            for (int row = 0; row < byRow.length; row++) {
                next = insert(byRow[row][leaf], background.weight(row), starts[leaf], next, patterns, counts);
            }
            starts[leaf + 1] = next;
        }
        return new PatternCounts(
                starts, Arrays.copyOf(patterns, next), Arrays.copyOf(counts, next), background.totalWeight());
    }

    /** Adds to the count of a pattern in an ascending range, in which it is inserted if it is new. Returns the end. */
    private static int insert(long pattern, int weight, int from, int to, long[] patterns, int[] counts) {
        int position = to;
        while (position > from && patterns[position - 1] > pattern) {
            position--;
        }
        if (position > from && patterns[position - 1] == pattern) {
            counts[position - 1] += weight;
            return to;
        }
        System.arraycopy(patterns, position, patterns, position + 1, to - position);
        System.arraycopy(counts, position, counts, position + 1, to - position);
        patterns[position] = pattern;
        counts[position] = weight;
        return to + 1;
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
        return (long) patterns.length * BYTES_PER_PATTERN + (long) starts.length * Integer.BYTES;
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
