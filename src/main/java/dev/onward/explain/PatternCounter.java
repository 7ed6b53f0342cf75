package dev.onward.explain;

import java.util.stream.IntStream;

/**
 * Counts the patterns of background rows. Leaves with few players have an array with a counter for each possible pattern,
 * the others a hash table.
 */
final class PatternCounter {

    /** An array of 256 counters is no larger than a hash table of some 20 patterns. */
    private static final int MAX_ARRAY_PLAYERS = 8;

    private final int[][] arrays;
    private final Hash[] hashes;
    private long rows;
    private long patterns;

    PatternCounter(TreeEnsemble trees) {
        arrays = new int[trees.leaves()][];
        hashes = new Hash[trees.leaves()];
        for (int leaf = 0; leaf < arrays.length; leaf++) {
            boolean isArray = trees.playerCount(leaf) <= MAX_ARRAY_PLAYERS;
            arrays[leaf] = isArray ? new int[1 << trees.playerCount(leaf)] : new int[0];
            hashes[leaf] = isArray ? Hash.NONE : new Hash();
        }
    }

    /**
     * Counts rows with the same values.
     *
     * @param violations of each leaf
     * @param weight how many such rows there are
     */
    void add(long[] violations, int weight) {
        for (int leaf = 0; leaf < violations.length; leaf++) {
            int[] array = arrays[leaf];
            boolean isNew;
            if (array.length > 0) {
                int pattern = (int) violations[leaf];
                isNew = array[pattern] == 0;
                array[pattern] += weight;
            } else {
                isNew = hashes[leaf].add(violations[leaf], weight);
            }
            patterns += isNew ? 1 : 0;
        }
        rows += weight;
    }

    /** The memory of the counted patterns in {@link PatternCounts}. */
    long bytes() {
        return patterns * PatternCounts.BYTES_PER_PATTERN;
    }

    PatternCounts counts() {
        int[] starts = new int[arrays.length + 1];
        long[] all = new long[Math.toIntExact(patterns)];
        int[] counts = new int[all.length];
        int next = 0;
        for (int leaf = 0; leaf < arrays.length; leaf++) {
            int[] array = arrays[leaf];
            Hash hash = hashes[leaf];
            long[] sorted = array.length > 0
                    ? IntStream.range(0, array.length)
                            .filter(pattern -> array[pattern] > 0)
                            .asLongStream()
                            .toArray()
                    : hash.patterns();
            for (long pattern : sorted) {
                all[next] = pattern;
                counts[next++] = array.length > 0 ? array[(int) pattern] : hash.count(pattern);
            }
            starts[leaf + 1] = next;
        }
        return new PatternCounts(starts, all, counts, rows);
    }

    /** A hash table from patterns to counts, with open addressing and linear probing. */
    private static final class Hash {

        private static final Hash NONE = new Hash();

        private long[] keys = new long[4];
        private int[] values = new int[4];
        private int size;

        /** Returns whether the pattern is new. */
        boolean add(long pattern, int weight) {
            int slot = slot(pattern);
            boolean isNew = values[slot] == 0;
            keys[slot] = pattern;
            values[slot] += weight;
            if (isNew && ++size * 4 > keys.length * 3) {
                grow();
            }
            return isNew;
        }

        int count(long pattern) {
            return values[slot(pattern)];
        }

        long[] patterns() {
            return IntStream.range(0, keys.length)
                    .filter(slot -> values[slot] > 0)
                    .mapToLong(slot -> keys[slot])
                    .sorted()
                    .toArray();
        }

        /** The slot of the pattern, or the free one in which it belongs. */
        private int slot(long pattern) {
            long mixed = pattern * 0x9E3779B97F4A7C15L;
            int slot = (int) (mixed >>> 32) & (keys.length - 1);
            while (values[slot] != 0 && keys[slot] != pattern) {
                slot = (slot + 1) & (keys.length - 1);
            }
            return slot;
        }

        private void grow() {
            long[] oldKeys = keys;
            int[] oldValues = values;
            keys = new long[oldKeys.length * 2];
            values = new int[keys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldValues[i] != 0) {
                    int slot = slot(oldKeys[i]);
                    keys[slot] = oldKeys[i];
                    values[slot] = oldValues[i];
                }
            }
        }
    }
}
