package dev.onward.explain;

import dev.onward.explain.graph.LeafGroups;
import dev.onward.explain.graph.TableRow;
import dev.onward.explain.graph.TreeEnsemble;
import java.util.Arrays;

/**
 * The background data of an ensemble of trees: for each leaf, the sets of violated players that occur among the
 * background rows, and how many rows have them. Exact contributions need nothing else, since the contribution
 * of a leaf depends only on which of its players a row violates. Immutable.
 *
 * <p>The entries of a leaf have ascending patterns, of which bit j is set if the rows violate the leaf's player j. A
 * pattern and its count share 32 bits where both fit, since memory that patterns do not need is used for tables.
 */
final class PatternCounts {

    /** The maximum memory of a pattern with its count. */
    static final int MAX_BYTES_PER_PATTERN = Long.BYTES + Integer.BYTES;

    /** In place of the number of players of leaves whose entries are a pattern in two words, and a count. */
    private static final int WIDE = Integer.SIZE;

    private static final int WIDE_WORDS = 3;

    private final TreeEnsemble trees;
    private final int[] starts;
    private final int[] words;
    private final long rows;

    private PatternCounts(TreeEnsemble trees, int[] starts, int[] words, long rows) {
        this.trees = trees;
        this.starts = starts;
        this.words = words;
        this.rows = rows;
    }

    /** Collects the entries of one leaf after another. */
    static final class Builder {

        private final TreeEnsemble trees;
        private final long rows;
        private final int[] starts;
        private int[] words;
        private int size;
        private int leaf;
        private long total;

        /** @param rows the number of background rows, the sum of the counts at each leaf */
        Builder(TreeEnsemble trees, long rows) {
            if (rows < 1 || rows > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("expected 1 to " + Integer.MAX_VALUE + " rows, got " + rows);
            }
            this.trees = trees;
            this.rows = rows;
            this.starts = new int[trees.leaves() + 1];
            this.words = new int[trees.leaves()];
        }

        /**
         * Adds an entry to the current leaf.
         *
         * @param pattern above that of the entry before
         * @param count above 0
         */
        void add(long pattern, int count) {
            if (words.length - size < WIDE_WORDS) {
                words = Arrays.copyOf(words, words.length + words.length / 2 + WIDE_WORDS);
            }
            int bits = bits(trees, leaf, rows);
            if (bits == WIDE) {
                words[size++] = (int) pattern;
                words[size++] = (int) (pattern >>> Integer.SIZE);
                words[size++] = count;
            } else {
                words[size++] = count << bits | (int) pattern;
            }
            total += count;
        }

        /** Ends the current leaf. */
        void endLeaf() {
            if (total != rows) {
                throw new IllegalArgumentException(
                        "expected counts for " + rows + " rows at leaf " + leaf + ", got " + total);
            }
            total = 0;
            starts[++leaf] = size;
        }

        /** The memory of the entries so far. */
        long bytes() {
            return PatternCounts.bytes(starts, size);
        }

        PatternCounts build() {
            return new PatternCounts(trees, starts, Arrays.copyOf(words, size), rows);
        }
    }

    private static int bits(TreeEnsemble trees, int leaf, long rows) {
        int players = trees.playerCount(leaf);
        return players + Long.SIZE - Long.numberOfLeadingZeros(rows) <= Integer.SIZE ? players : WIDE;
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
        Builder builder = new Builder(trees, background.totalWeight());
        long[] patterns = new long[byRow.length];
        int[] counts = new int[byRow.length];
        for (int leaf = 0; leaf < trees.leaves(); leaf++) {
            int size = 0;
            for (int row = 0; row < byRow.length; row++) {
                size = insert(byRow[row][leaf], background.weight(row), size, patterns, counts);
            }
            for (int i = 0; i < size; i++) {
                builder.add(patterns[i], counts[i]);
            }
            builder.endLeaf();
        }
        return builder.build();
    }

    /** Adds to the count of a pattern among ascending ones, or inserts it if it is new. Returns their number. */
    private static int insert(long pattern, int weight, int size, long[] patterns, int[] counts) {
        int position = size;
        while (position > 0 && patterns[position - 1] > pattern) {
            position--;
        }
        if (position > 0 && patterns[position - 1] == pattern) {
            counts[position - 1] += weight;
            return size;
        }
        System.arraycopy(patterns, position, patterns, position + 1, size - position);
        System.arraycopy(counts, position, counts, position + 1, size - position);
        patterns[position] = pattern;
        counts[position] = weight;
        return size + 1;
    }

    /** The position of the first entry of a leaf; for the number of leaves, the end of all entries. */
    int start(int leaf) {
        return starts[leaf];
    }

    /** The format of the entries of a leaf, by which they are read. */
    int format(int leaf) {
        return bits(trees, leaf, rows);
    }

    /** The number of positions from an entry to the next. */
    static int step(int format) {
        return format == WIDE ? WIDE_WORDS : 1;
    }

    long pattern(int position, int format) {
        int word = words[position];
        return format == WIDE
                ? (word & 0xFFFF_FFFFL) | ((long) words[position + 1] << Integer.SIZE)
                : word & ((1 << format) - 1);
    }

    /** The number of rows that have the pattern, above 0. */
    int count(int position, int format) {
        return format == WIDE ? words[position + 2] : words[position] >>> format;
    }

    /** The number of patterns at a leaf. */
    int size(int leaf) {
        return (starts[leaf + 1] - starts[leaf]) / step(format(leaf));
    }

    long rows() {
        return rows;
    }

    /** The memory of the patterns and counts. */
    long bytes() {
        return bytes(starts, words.length);
    }

    private static long bytes(int[] starts, int words) {
        return ((long) starts.length + words) * Integer.BYTES;
    }

    int leaves() {
        return starts.length - 1;
    }

    /** The share of rows that reach the leaf. */
    double reach(int leaf) {
        int format = format(leaf);
        int first = starts[leaf];
        return pattern(first, format) == 0 ? (double) count(first, format) / rows : 0;
    }
}
