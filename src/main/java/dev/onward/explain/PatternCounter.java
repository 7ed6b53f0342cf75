package dev.onward.explain;

import dev.onward.explain.graph.LeafGroups;
import dev.onward.explain.graph.TreeEnsemble;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Counts the patterns of background rows. Groups of leaves with few states have an array with a counter for each state,
 * from which the patterns of their leaves follow; other leaves have a hash table.
 */
final class PatternCounter {

    /** The maximum number of bits for the patterns that occur, 128 MB. */
    static final long MAX_SEEN = 1L << 30;

    /** An array of 512 counters is no larger than a hash table of some 40 patterns. */
    private static final int MAX_ARRAY_BITS = 9;

    private final TreeEnsemble trees;
    private final LeafGroups groups;
    private final LeafGroups.Walk walk;
    private final int[][] states;
    private final Hash[] hashes;

    /** The patterns that occur at leaves with arrays, by the position of the leaf and the pattern. */
    private final BitSet seen = new BitSet();

    private final int[] seenStarts;

    /** Rows that are counted together, tree by tree, so that the counters of a tree stay in the processor's cache. */
    private final double[][] block;

    private final int[] blockWeights;
    private int blockSize;
    private long rows;
    private long patterns;

    PatternCounter(TreeEnsemble trees) {
        this(trees, MAX_SEEN);
    }

    /** @param maxSeen the number of patterns of leaves with arrays, beyond which leaves have hash tables */
    PatternCounter(TreeEnsemble trees, long maxSeen) {
        this.trees = trees;
        this.groups = trees.groups();
        this.walk = groups.walk();
        this.states = new int[groups.size()][];
        this.hashes = new Hash[trees.leaves()];
        this.seenStarts = new int[trees.leaves()];
        // Few rows of a large ensemble, since each may have a new pattern at each leaf.
        this.blockWeights = new int[Math.max(8, Math.min(256, 1_000_000 / (trees.leaves() + 1)))];
        this.block = new double[blockWeights.length][];
        int next = 0;
        for (int group = 0; group < states.length; group++) {
            boolean isArray = groups.bits(group) <= MAX_ARRAY_BITS && next + patterns(group) <= maxSeen;
            states[group] = isArray ? new int[1 << groups.bits(group)] : new int[0];
            for (int i = 0; i < groups.leafCount(group); i++) {
                int leaf = groups.firstLeaf(group) + i;
                hashes[leaf] = isArray ? Hash.NONE : new Hash();
                seenStarts[leaf] = next;
                next += isArray ? 1 << trees.playerCount(leaf) : 0;
            }
        }
    }

    /** The number of possible patterns at the leaves of a group with an array. */
    private long patterns(int group) {
        int first = groups.firstLeaf(group);
        return IntStream.range(first, first + groups.leafCount(group))
                .mapToLong(leaf -> 1L << trees.playerCount(leaf))
                .sum();
    }

    /**
     * Counts rows with the same values.
     *
     * @param columns of the row, as the ensemble encodes them
     * @param weight how many such rows there are
     */
    void add(double[] columns, int weight) {
        block[blockSize] = columns;
        blockWeights[blockSize++] = weight;
        rows += weight;
        if (blockSize == block.length) {
            countBlock();
        }
    }

    private void countBlock() {
        int treeCount = trees.roots().length;
        for (int tree = 0; tree < treeCount; tree++) {
            for (int row = 0; row < blockSize; row++) {
                walk.test(block[row], tree);
                for (int group = groups.firstGroup(tree); group < groups.firstGroup(tree + 1); group++) {
                    count(group, blockWeights[row]);
                }
            }
        }
        blockSize = 0;
    }

    private void count(int group, int weight) {
        int[] array = states[group];
        if (array.length > 0) {
            int state = walk.state(group);
            if (array[state] == 0) {
                see(group, state);
            }
            array[state] += weight;
        } else {
            addToHashes(group, weight);
        }
    }

    private void addToHashes(int group, int weight) {
        long path = walk.path(group);
        int outcomes = walk.outcomes(group);
        int end = groups.firstLeaf(group) + groups.leafCount(group);
        for (int leaf = groups.firstLeaf(group); leaf < end; leaf++) {
            patterns += hashes[leaf].add(groups.violated(leaf, path, outcomes), weight) ? 1 : 0;
        }
    }

    /** Counts the patterns of a state that occurs for the first time, if they are new. */
    private void see(int group, int state) {
        for (int i = 0; i < groups.leafCount(group); i++) {
            int leaf = groups.firstLeaf(group) + i;
            int position = seenStarts[leaf] + pattern(group, leaf, state);
            patterns += seen.get(position) ? 0 : 1;
            seen.set(position);
        }
    }

    private int pattern(int group, int leaf, int state) {
        int pathBits = groups.pathBits(group);
        return (int) groups.violated(leaf, state & ((1 << pathBits) - 1), state >>> pathBits);
    }

    /** The maximum memory in {@link PatternCounts} of the patterns counted so far. The last rows may be missing. */
    long bytes() {
        return patterns * PatternCounts.MAX_BYTES_PER_PATTERN;
    }

    PatternCounts counts() {
        countBlock();
        PatternCounts.Builder builder = new PatternCounts.Builder(trees, rows);
        int[] ofLeaf = new int[1 << MAX_ARRAY_BITS];
        for (int group = 0; group < states.length; group++) {
            for (int i = 0; i < groups.leafCount(group); i++) {
                int leaf = groups.firstLeaf(group) + i;
                if (states[group].length > 0) {
                    sum(group, leaf, ofLeaf);
                    for (int pattern = 0; pattern < 1 << trees.playerCount(leaf); pattern++) {
                        if (ofLeaf[pattern] > 0) {
                            builder.add(pattern, ofLeaf[pattern]);
                        }
                    }
                } else {
                    for (long pattern : hashes[leaf].patterns()) {
                        builder.add(pattern, hashes[leaf].count(pattern));
                    }
                }
                builder.endLeaf();
            }
        }
        return builder.build();
    }

    /** Sums the counts of the states of a group by the pattern at one leaf. */
    private void sum(int group, int leaf, int[] ofLeaf) {
        Arrays.fill(ofLeaf, 0, 1 << trees.playerCount(leaf), 0);
        for (int state = 0; state < states[group].length; state++) {
            if (states[group][state] > 0) {
                ofLeaf[pattern(group, leaf, state)] += states[group][state];
            }
        }
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
