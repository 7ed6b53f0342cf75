package dev.onward.explain.graph;

import java.util.Arrays;

/**
 * The leaves of an ensemble in groups: each is all leaves of a small subtree. The pattern of a row at every leaf of a
 * group follows from its state, a single number: which players the row violates on the path to the subtree, and which
 * of its tests the row passes. One table by state is about as large as separate tables of the leaves by pattern, and is
 * read once. Immutable.
 */
public final class LeafGroups {

    /** The maximum number of bits in the state of a group of several leaves. */
    private static final int MAX_BITS = 11;

    /** The size in cells of a table that is small enough to be joined to another without comparison. */
    private static final long SMALL = 256;

    /**
     * The largest ratio of a joint table to the two tables that it replaces: with fewer groups, fewer tables are read.
     */
    private static final double GENEROUS = 3;

    /** The largest ratio in large ensembles, so that their tables fit in the memory of a model. */
    private static final double THRIFTY = 1.5;

    /** The largest size in cells of all tables with the generous ratio: 16 MB. */
    private static final long MAX_GENEROUS_CELLS = 2_000_000;

    private static final int[] NONE = {};

    private final TreeEnsemble trees;
    private final TreeNodes nodes;
    private final int[] upper;
    private final int[] upperTrue;
    private final int[] upperFalse;
    private final int[] roots;
    private final int[] nodeCounts;
    private final int[] firstLeaves;
    private final int[] pathBits;
    private final int[] playerStarts;
    private final int[] players;
    private final int[] stepStarts;
    private final int[] steps;
    private final int[] slotMap;

    /** For each tree, its first upper node; then their number. */
    private final int[] treeUppers;

    /** For each tree, its first group; then their number. */
    private final int[] treeGroups;

    LeafGroups(TreeEnsemble trees) {
        this.trees = trees;
        this.nodes = trees.nodes();
        Division generous = new Division(trees, GENEROUS);
        Division division = generous.tableCells <= MAX_GENEROUS_CELLS ? generous : new Division(trees, THRIFTY);
        this.upper = division.uppers.toArray();
        this.roots = division.roots.toArray();
        this.nodeCounts = division.counts.toArray();
        this.firstLeaves = division.leaves.toArray();
        this.pathBits = division.pathBits.toArray();
        this.playerStarts = division.playerStarts.toArray();
        this.players = division.players.toArray();
        this.treeUppers = division.treeUppers.toArray();
        this.treeGroups = division.treeGroups.toArray();
        this.upperTrue = Arrays.stream(upper)
                .map(node -> division.slot(nodes.whenTrue(node)))
                .toArray();
        this.upperFalse = Arrays.stream(upper)
                .map(node -> division.slot(nodes.whenFalse(node)))
                .toArray();
        this.stepStarts = new int[trees.leaves() + 1];
        IntList steps = new IntList();
        IntList map = new IntList();
        for (int group = 0; group < roots.length; group++) {
            addSteps(group, steps, map);
        }
        this.steps = steps.toArray();
        this.slotMap = map.toArray();
    }

    /** Records the tests between the root of a group and each of its leaves, and the group's players at each leaf. */
    private void addSteps(int group, IntList steps, IntList map) {
        int first = firstLeaves[group];
        for (int leaf = first; leaf <= first + nodeCounts[group]; leaf++) {
            stepStarts[leaf] = steps.size();
            for (int j = trees.playerStarts()[leaf]; j < trees.playerStarts()[leaf + 1]; j++) {
                int slot = playerStarts[group];
                while (players[slot] != trees.players()[j]) {
                    slot++;
                }
                map.add(slot - playerStarts[group]);
            }
            int node = nodeCounts[group] == 0 ? nodes.count() : roots[group];
            while (node < nodes.count()) {
                boolean isTrue = leaf <= trees.lastLeaf(nodes.whenTrue(node));
                steps.add((node - roots[group]) << 7 | nodes.player(node) << 1 | (isTrue ? 1 : 0));
                node = isTrue ? nodes.whenTrue(node) : nodes.whenFalse(node);
            }
        }
        stepStarts[first + nodeCounts[group] + 1] = steps.size();
    }

    public int size() {
        return roots.length;
    }

    /** The memory of the groups. */
    long bytes() {
        long integers = 3L * upper.length
                + 5L * roots.length
                + players.length
                + stepStarts.length
                + steps.length
                + slotMap.length
                + treeUppers.length
                + treeGroups.length;
        return integers * Integer.BYTES;
    }

    /** The number of leaves of a group. */
    public int leafCount(int group) {
        return nodeCounts[group] + 1;
    }

    public int firstLeaf(int group) {
        return firstLeaves[group];
    }

    /** The number of bits in the state of a group: of violated players on its path, and above them of passed tests. */
    public int bits(int group) {
        return pathBits[group] + nodeCounts[group];
    }

    public int pathBits(int group) {
        return pathBits[group];
    }

    /** The features of the players of all groups, one group after another. Not to be modified. */
    public int[] players() {
        return players;
    }

    /** The position of each group's first player in {@link #players}, and their number. Not to be modified. */
    public int[] playerStarts() {
        return playerStarts;
    }

    /** The position among its group's players of a leaf's player, by its position in {@link TreeEnsemble#players}. */
    public int slot(int player) {
        return slotMap[player];
    }

    /** The tests of a row in all trees. */
    public Walk walk() {
        return new Walk();
    }

    /** The violated players of a leaf, for a row that violates these players on the path to the group. */
    public long violated(int leaf, long path, int outcomes) {
        long violated = path;
        for (int i = stepStarts[leaf]; i < stepStarts[leaf + 1]; i++) {
            int step = steps[i];
            if (((outcomes >>> (step >>> 7)) & 1) != (step & 1)) {
                violated |= 1L << ((step >>> 1) & 63);
            }
        }
        return violated;
    }

    /** The state of each group for one row after another. Not thread-safe. */
    public final class Walk {

        /** By slot: the upper nodes, then the groups. */
        private final long[] paths = new long[upper.length + roots.length];

        private final long[] outcomes = new long[nodes.count() / Long.SIZE + 2];

        /**
         * Tests a row.
         *
         * @param values of the tested columns
         */
        public void test(double[] values) {
            nodes.test(values, 0, nodes.count(), outcomes);
            pass(0, upper.length);
        }

        /** Tests a row in one tree. */
        public void test(double[] values, int tree) {
            nodes.test(values, trees.firstNode(tree), trees.firstNode(tree + 1), outcomes);
            pass(treeUppers[tree], treeUppers[tree + 1]);
        }

        /** Passes the violated players of each upper node on to its children. */
        private void pass(int from, int to) {
            for (int i = from; i < to; i++) {
                int node = upper[i];
                long path = paths[i];
                long bit = 1L << nodes.player(node);
                long failing = bit & (((outcomes[node >>> 6] >>> node) & 1) - 1);
                paths[upperTrue[i]] = path | failing;
                paths[upperFalse[i]] = path | (bit ^ failing);
            }
        }

        /** The violated players on the path to a group. */
        public long path(int group) {
            return paths[upper.length + group];
        }

        /** The outcomes of the tests of a group of several leaves, a bit for each. */
        public int outcomes(int group) {
            int first = roots[group];
            long bits = outcomes[first >>> 6] >>> first | outcomes[(first >>> 6) + 1] << 1 << ~first;
            return (int) bits & ((1 << nodeCounts[group]) - 1);
        }

        /** The state of a group with at most 31 bits. */
        public int state(int group) {
            return (int) path(group) | outcomes(group) << pathBits[group];
        }
    }

    /** The first group of a tree. */
    public int firstGroup(int tree) {
        return treeGroups[tree];
    }

    /** Divides the subtrees into groups, in the order of the leaves. */
    private static final class Division {

        private final TreeEnsemble trees;
        private final TreeNodes nodes;
        private final int count;

        /** The number of players on the path to each node. */
        private final int[] paths;

        /** The number of nodes in the subtree of each node, or 0 if it is not one group. */
        private final int[] sizes;

        /** The features that are tested first in the subtree of each node. */
        private final int[][] features;

        private final int[] slots;
        private final IntList uppers = new IntList();
        private final IntList roots = new IntList();
        private final IntList counts = new IntList();
        private final IntList leaves = new IntList();
        private final IntList pathBits = new IntList();
        private final IntList playerStarts = new IntList();
        private final IntList players = new IntList();
        private final IntList treeUppers = new IntList();
        private final IntList treeGroups = new IntList();

        private long tableCells;

        /** @param ratio the largest of a joint table to the two tables that it replaces */
        Division(TreeEnsemble trees, double ratio) {
            this.trees = trees;
            this.nodes = trees.nodes();
            this.count = nodes.count();
            this.paths = new int[count];
            this.sizes = new int[count];
            this.features = new int[count][];
            this.slots = new int[count + trees.leaves()];
            for (int node = 0; node < count; node++) {
                int path = Math.max(paths[node], nodes.player(node) + 1);
                setPath(nodes.whenTrue(node), path);
                setPath(nodes.whenFalse(node), path);
            }
            for (int node = count - 1; node >= 0; node--) {
                join(node, ratio);
            }
            for (int root : trees.roots()) {
                treeUppers.add(uppers.size());
                treeGroups.add(roots.size());
                place(root);
            }
            treeUppers.add(uppers.size());
            treeGroups.add(roots.size());
            playerStarts.add(players.size());
        }

        private void setPath(int child, int path) {
            if (child < count) {
                paths[child] = path;
            }
        }

        private int path(int child) {
            return child < count ? paths[child] : trees.playerCount(child - count);
        }

        private int bits(int child) {
            return path(child) + (child < count ? sizes[child] : 0);
        }

        private boolean isGroup(int child) {
            return child >= count || sizes[child] > 0;
        }

        private int[] features(int child) {
            return child < count ? features[child] : NONE;
        }

        private long cells(int child) {
            return (1L << bits(child)) * (path(child) + features(child).length);
        }

        /** Joins the two subtrees of a node if the table of both is not much larger than their separate tables. */
        private void join(int node, double ratio) {
            int left = nodes.whenTrue(node);
            int right = nodes.whenFalse(node);
            if (!isGroup(left) || !isGroup(right) || Math.max(bits(left), bits(right)) > MAX_BITS) {
                return;
            }
            int size = 1 + (left < count ? sizes[left] : 0) + (right < count ? sizes[right] : 0);
            if (paths[node] + size > MAX_BITS) {
                return;
            }
            int[] own = nodes.player(node) == paths[node] ? new int[] {trees.feature(node)} : NONE;
            int[] joined = union(own, features(left), features(right));
            long cells = (1L << (paths[node] + size)) * (paths[node] + joined.length);
            if (cells <= SMALL || cells <= ratio * (cells(left) + cells(right))) {
                sizes[node] = size;
                features[node] = joined;
            }
        }

        private static int[] union(int[]... sets) {
            return Arrays.stream(sets).flatMapToInt(Arrays::stream).distinct().toArray();
        }

        /** Places the upper nodes and the groups of a tree, in the order of their leaves. */
        private void place(int root) {
            IntList open = new IntList();
            open.add(root);
            while (open.size() > 0) {
                int next = open.removeLast();
                if (isGroup(next)) {
                    placeGroup(next);
                } else {
                    slots[next] = uppers.size();
                    uppers.add(next);
                    open.add(nodes.whenFalse(next));
                    open.add(nodes.whenTrue(next));
                }
            }
        }

        private void placeGroup(int child) {
            slots[child] = roots.size();
            tableCells += bits(child) <= MAX_BITS ? cells(child) : 0;
            int leaf = child;
            while (leaf < count) {
                leaf = nodes.whenTrue(leaf);
            }
            leaf -= count;
            roots.add(Math.min(child, count));
            counts.add(child < count ? sizes[child] : 0);
            leaves.add(leaf);
            pathBits.add(path(child));
            playerStarts.add(players.size());
            int first = trees.playerStarts()[leaf];
            for (int i = 0; i < path(child); i++) {
                players.add(trees.players()[first + i]);
            }
            for (int feature : features(child)) {
                players.add(feature);
            }
        }

        /** The slot of a node: of the upper nodes, and after them of the groups. */
        int slot(int child) {
            return isGroup(child) ? uppers.size() + slots[child] : slots[child];
        }
    }
}
