package dev.onward.explain.graph;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The trees of one operator, which add up. Nodes are stored in preorder, the child for a passed test first, and leaves
 * in the order of their visit. A leaf knows the features that are tested on its path, its players, in the order of
 * their first test: all conditions of one feature are one player, over all encoded columns of the feature. Immutable.
 *
 * <p>For a row, a leaf has a set of violated players: those of which the row fails some condition on the path. The row
 * reaches the leaf if the set is empty.
 */
public final class TreeEnsemble {

    /** The players of one leaf must fit in the bits of a positive long. */
    public static final int MAX_PLAYERS = 62;

    private final List<NumberColumn> columns;
    private final TreeNodes nodes;
    private final Leaves leaves;
    private final int targetCount;
    private final int[] roots;
    private final int[] firstNodes;
    private final LeafGroups groups;

    /** Leaves in arrays; the entries of leaf i are from {@code starts[i]} to {@code starts[i + 1]}. */
    static final class Leaves {

        private final int[] playerStarts;
        private final int[] players;
        private final int[] weightStarts;
        private final int[] targets;
        private final double[] weights;

        /**
         * @param players features, by their positions in the table
         * @param targets of the weights
         */
        Leaves(int[] playerStarts, int[] players, int[] weightStarts, int[] targets, double[] weights) {
            this.playerStarts = playerStarts;
            this.players = players;
            this.weightStarts = weightStarts;
            this.targets = targets;
            this.weights = weights;
        }
    }

    TreeEnsemble(List<NumberColumn> columns, TreeNodes nodes, Leaves leaves, int targetCount) {
        this.columns = List.copyOf(columns);
        this.nodes = nodes;
        this.leaves = leaves;
        this.targetCount = targetCount;
        if (leaves.weightStarts.length != leaves.playerStarts.length
                || leaves.players.length != leaves.playerStarts[leaves()]) {
            throw new IllegalArgumentException(
                    "the number of players or weights does not match the offsets of the leaves");
        }
        this.roots = findRoots();
        this.firstNodes = findFirstNodes();
        this.groups = new LeafGroups(this);
    }

    public int leaves() {
        return leaves.playerStarts.length - 1;
    }

    public int targetCount() {
        return targetCount;
    }

    /** The number of players of a leaf. */
    public int playerCount(int leaf) {
        return leaves.playerStarts[leaf + 1] - leaves.playerStarts[leaf];
    }

    /** The features of the players of all leaves, one leaf after another. Not to be modified. */
    public int[] players() {
        return leaves.players;
    }

    /** The position of each leaf's first player in {@link #players}, and their number. Not to be modified. */
    public int[] playerStarts() {
        return leaves.playerStarts;
    }

    /**
     * The weight of a leaf.
     *
     * @param coefficients of the targets
     */
    public double weight(int leaf, double[] coefficients) {
        double weight = 0;
        for (int i = leaves.weightStarts[leaf]; i < leaves.weightStarts[leaf + 1]; i++) {
            weight += coefficients[leaves.targets[i]] * leaves.weights[i];
        }
        return weight;
    }

    /** Writes everything on which patterns and weights depend, for a digest. */
    void write(DataOutputStream out) throws IOException {
        nodes.write(out);
        for (int i = 0; i < leaves.weights.length; i++) {
            out.writeInt(leaves.targets[i]);
            out.writeDouble(leaves.weights[i]);
        }
    }

    TreeNodes nodes() {
        return nodes;
    }

    /** The feature that a node tests. */
    int feature(int node) {
        return columns.get(nodes.column(node)).feature();
    }

    /** The first node of each tree, or the number of nodes plus its only leaf. */
    public int[] roots() {
        return roots;
    }

    /** The first node of a tree; for the number of trees, the number of nodes. */
    int firstNode(int tree) {
        return firstNodes[tree];
    }

    /** The last leaf below a child. */
    int lastLeaf(int child) {
        int last = child;
        while (last < nodes.count()) {
            last = nodes.whenFalse(last);
        }
        return last - nodes.count();
    }

    private int[] findRoots() {
        boolean[] hasParent = new boolean[nodes.count() + leaves()];
        for (int node = 0; node < nodes.count(); node++) {
            hasParent[nodes.whenTrue(node)] = true;
            hasParent[nodes.whenFalse(node)] = true;
        }
        IntList found = new IntList();
        int node = 0;
        for (int leaf = 0; leaf < leaves(); leaf++) {
            int root = nodes.count() + leaf;
            if (hasParent[root]) {
                while (hasParent[node]) {
                    node++;
                }
                root = node++;
                leaf = lastLeaf(root);
            }
            found.add(root);
        }
        return found.toArray();
    }

    private int[] findFirstNodes() {
        int[] first = new int[roots.length + 1];
        first[roots.length] = nodes.count();
        for (int tree = roots.length - 1; tree >= 0; tree--) {
            first[tree] = roots[tree] < nodes.count() ? roots[tree] : first[tree + 1];
        }
        return first;
    }

    /** The columns that are tested. */
    List<NumberColumn> columns() {
        return columns;
    }

    /**
     * The values of the tested columns for a row, each twice: as it is, and with the lowest number in place of NaN for
     * the nodes that a missing value passes.
     */
    public double[] encode(TableRow row) {
        double[] values = newColumns();
        encode(row, values);
        return values;
    }

    /** An array for the values of the tested columns of a row. */
    public double[] newColumns() {
        return new double[2 * columns.size()];
    }

    /** Writes the values of the tested columns for a row, as {@link #encode(TableRow)} returns them. */
    public void encode(TableRow row, double[] values) {
        for (int i = 0; i < columns.size(); i++) {
            double value = columns.get(i).of(row);
            values[2 * i] = value;
            values[2 * i + 1] = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
        }
    }

    /**
     * Sums the reached leaves for each target.
     *
     * @param values of the tested columns
     * @param sums replaced by those of the row
     */
    public void sum(double[] values, double[] sums) {
        Arrays.fill(sums, 0);
        for (int root : roots) {
            int node = root;
            while (node < nodes.count()) {
                node = nodes.passes(node, values) ? nodes.whenTrue(node) : nodes.whenFalse(node);
            }
            int leaf = node - nodes.count();
            for (int i = leaves.weightStarts[leaf]; i < leaves.weightStarts[leaf + 1]; i++) {
                sums[leaves.targets[i]] += leaves.weights[i];
            }
        }
    }

    /** The memory of the nodes, the leaves and their groups. */
    public long bytes() {
        long integers = (long) leaves.playerStarts.length
                + leaves.players.length
                + leaves.weightStarts.length
                + leaves.targets.length
                + roots.length
                + firstNodes.length;
        return nodes.bytes() + groups.bytes() + integers * Integer.BYTES + (long) leaves.weights.length * Double.BYTES;
    }

    /** The groups of leaves. */
    public LeafGroups groups() {
        return groups;
    }
}
