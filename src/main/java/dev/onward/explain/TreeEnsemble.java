package dev.onward.explain;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The trees of one operator, which add up. Nodes are stored parents first. A leaf knows the features that are tested on
 * its path, its players, in the order of their first test: all conditions of one feature are one player, over all encoded
 * columns of the feature. Immutable.
 *
 * <p>For a row, a leaf has a set of violated players: those of which the row fails some condition on the path. The row
 * reaches the leaf if the set is empty.
 */
final class TreeEnsemble {

    /** The players of one leaf must fit in the bits of a positive long. */
    static final int MAX_PLAYERS = 62;

    private final List<NumberColumn> columns;
    private final Nodes nodes;
    private final int[] leafStarts;
    private final int[] players;
    private final int[] weightStarts;
    private final int[] targets;
    private final double[] weights;
    private final int targetCount;

    /** The comparison of a node. */
    enum Mode {
        LEQ,
        LT,
        GTE,
        GT,
        EQ,
        NEQ,
        MEMBER;

        /** Whether a value passes the test; not for {@link #MEMBER}. */
        boolean holds(double value, double split) {
            return switch (this) {
                case LEQ -> value <= split;
                case LT -> value < split;
                case GTE -> value >= split;
                case GT -> value > split;
                case EQ -> value == split;
                case NEQ -> value != split;
                case MEMBER -> throw new IllegalStateException("expected a comparison with one number");
            };
        }
    }

    /** Inner nodes in arrays of the same length, parents before children. */
    static final class Nodes {

        private final int[] columns;
        private final Mode[] modes;
        private final double[] splits;
        private final List<double[]> sets;
        private final boolean[] missing;
        private final int[] whenTrue;
        private final int[] whenFalse;
        private final long[] bits;

        /**
         * @param columns the position of the tested column
         * @param splits the threshold; for {@link Mode#MEMBER} the position of the set
         * @param sets the sets of {@link Mode#MEMBER}, each in ascending order
         * @param missing whether a missing value passes every test of the node
         * @param whenTrue the next node, or the number of nodes + the leaf
         * @param whenFalse likewise
         * @param bits the bit of the tested player in the sets of the leaves below
         */
        Nodes(int[] columns, Mode[] modes, double[] splits, List<double[]> sets, boolean[] missing, int[] whenTrue, int[] whenFalse, long[] bits) {
            this.columns = columns;
            this.modes = modes;
            this.splits = splits;
            this.sets = sets;
            this.missing = missing;
            this.whenTrue = whenTrue;
            this.whenFalse = whenFalse;
            this.bits = bits;
        }

        int[] columns() {
            return columns;
        }

        Mode[] modes() {
            return modes;
        }

        double[] splits() {
            return splits;
        }

        List<double[]> sets() {
            return sets;
        }

        boolean[] missing() {
            return missing;
        }

        int[] whenTrue() {
            return whenTrue;
        }

        int[] whenFalse() {
            return whenFalse;
        }

        long[] bits() {
            return bits;
        }

        int count() {
            return columns.length;
        }

        boolean holds(int node, double value) {
            Mode mode = modes[node];
            if (mode == Mode.LEQ) {
                return value <= splits[node] || (missing[node] && Double.isNaN(value));
            }
            boolean passes = mode == Mode.MEMBER
                    ? Arrays.binarySearch(sets.get((int) splits[node]), value + 0.0) >= 0
                    : mode.holds(value, splits[node]);
            return passes || (missing[node] && Double.isNaN(value));
        }
    }

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

    TreeEnsemble(List<NumberColumn> columns, Nodes nodes, Leaves leaves, int targetCount) {
        this.columns = List.copyOf(columns);
        this.nodes = nodes;
        this.leafStarts = leaves.playerStarts;
        this.players = leaves.players;
        this.weightStarts = leaves.weightStarts;
        this.targets = leaves.targets;
        this.weights = leaves.weights;
        this.targetCount = targetCount;
        if (weightStarts.length != leafStarts.length || players.length != leafStarts[leaves()]) {
            throw new IllegalArgumentException("expected as many players and weights as the starts of the leaves say");
        }
    }

    int leaves() {
        return leafStarts.length - 1;
    }

    int targetCount() {
        return targetCount;
    }

    /** The number of players of a leaf. */
    int playerCount(int leaf) {
        return leafStarts[leaf + 1] - leafStarts[leaf];
    }

    /** The features of the players of all leaves, one leaf after another. Not to be modified. */
    int[] players() {
        return players;
    }

    /** The position of each leaf's first player in {@link #players}, and their number. Not to be modified. */
    int[] playerStarts() {
        return leafStarts;
    }

    /**
     * The weight of a leaf.
     *
     * @param coefficients of the targets
     */
    double weight(int leaf, double[] coefficients) {
        double weight = 0;
        for (int i = weightStarts[leaf]; i < weightStarts[leaf + 1]; i++) {
            weight += coefficients[targets[i]] * weights[i];
        }
        return weight;
    }

    /** Writes everything on which patterns and weights depend, for a digest. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(nodes.count());
        for (int node = 0; node < nodes.count(); node++) {
            out.writeInt(nodes.columns[node]);
            out.writeInt(nodes.modes[node].ordinal());
            out.writeDouble(nodes.splits[node]);
            out.writeBoolean(nodes.missing[node]);
            out.writeInt(nodes.whenTrue[node]);
            out.writeInt(nodes.whenFalse[node]);
            out.writeLong(nodes.bits[node]);
        }
        for (double[] set : nodes.sets) {
            for (double member : set) {
                out.writeDouble(member);
            }
        }
        for (int i = 0; i < weights.length; i++) {
            out.writeInt(targets[i]);
            out.writeDouble(weights[i]);
        }
    }

    /** The values of the tested columns for a row. */
    double[] encode(Cells cells) {
        double[] values = new double[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).of(cells);
        }
        return values;
    }

    /**
     * The violated players of each leaf.
     *
     * @param values of the tested columns
     */
    long[] violations(double[] values) {
        int[] tested = nodes.columns;
        int[] whenTrue = nodes.whenTrue;
        int[] whenFalse = nodes.whenFalse;
        long[] bits = nodes.bits;
        int count = tested.length;
        // Nodes, then leaves, so that the loop needs no branch for the kind of a child.
        long[] violations = new long[count + leaves()];
        for (int node = 0; node < count; node++) {
            long violated = violations[node];
            long failing = nodes.holds(node, values[tested[node]]) ? 0 : bits[node];
            violations[whenTrue[node]] = violated | failing;
            violations[whenFalse[node]] = violated | (bits[node] ^ failing);
        }
        return Arrays.copyOfRange(violations, count, violations.length);
    }

    /**
     * The sum of the reached leaves for each target.
     *
     * @param violations of the row at each leaf
     */
    double[] sums(long[] violations) {
        double[] sums = new double[targetCount];
        for (int leaf = 0; leaf < violations.length; leaf++) {
            if (violations[leaf] == 0) {
                for (int i = weightStarts[leaf]; i < weightStarts[leaf + 1]; i++) {
                    sums[targets[i]] += weights[i];
                }
            }
        }
        return sums;
    }
}
