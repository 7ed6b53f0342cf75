package dev.onward.explain.graph;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The inner nodes of trees, in arrays of the same length, parents before children. A child is the next node, or the
 * number of nodes plus the leaf. Immutable.
 */
final class TreeNodes {

    private final int[] columns;
    private final Mode[] modes;
    private final double[] splits;
    private final List<double[]> sets;
    private final boolean[] missing;
    private final int[] whenTrue;
    private final int[] whenFalse;
    private final long[] bits;

    /** The positions of the tested players, from their bits. */
    private final int[] players;

    /** The position of the value that {@link #limits} are for, in the values of {@link TreeEnsemble#encode}. */
    private final int[] tested;

    /** Empty unless all tests are written as comparisons with an upper limit, which are the fastest. */
    private final double[] limits;

    /** The comparison of a node. */
    enum Mode {
        LEQ,
        LT,
        GTE,
        GT,
        EQ,
        NEQ,
        MEMBER;

        /** Checks whether a value passes the test; not for {@link #MEMBER}. */
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

    /**
     * @param columns the position of the tested column
     * @param splits the threshold; for {@link Mode#MEMBER} the position of the set
     * @param sets the sets of {@link Mode#MEMBER}, each in ascending order
     * @param missing whether a missing value passes every test of the node
     * @param whenTrue the child for a passed test
     * @param whenFalse the other child
     * @param bits the bit of the tested player in the sets of the leaves below
     */
    TreeNodes(
            int[] columns,
            Mode[] modes,
            double[] splits,
            List<double[]> sets,
            boolean[] missing,
            int[] whenTrue,
            int[] whenFalse,
            long[] bits) {
        this.columns = columns;
        this.modes = modes;
        this.splits = splits;
        this.sets = sets;
        this.missing = missing;
        this.whenTrue = whenTrue;
        this.whenFalse = whenFalse;
        this.bits = bits;
        this.players = Arrays.stream(bits).mapToInt(Long::numberOfTrailingZeros).toArray();
        this.tested = new int[columns.length];
        this.limits = limits();
    }

    private double[] limits() {
        double[] upper = new double[count()];
        for (int node = 0; node < upper.length; node++) {
            boolean isLess = modes[node] == Mode.LT;
            if (!Double.isFinite(splits[node]) || !(isLess || modes[node] == Mode.LEQ)) {
                return new double[0];
            }
            upper[node] = isLess ? Math.nextDown(splits[node]) : splits[node];
            tested[node] = 2 * columns[node] + (missing[node] ? 1 : 0);
        }
        return upper;
    }

    int count() {
        return columns.length;
    }

    /** The memory of all nodes; a reference to a mode takes four bytes. */
    long bytes() {
        long members = sets.stream().mapToLong(set -> set.length).sum();
        int bytesPerNode = 6 * Integer.BYTES + 2 * Double.BYTES + Long.BYTES + 1;
        return (long) count() * bytesPerNode + members * Double.BYTES;
    }

    int whenTrue(int node) {
        return whenTrue[node];
    }

    int whenFalse(int node) {
        return whenFalse[node];
    }

    /** The position of the tested column. */
    int column(int node) {
        return columns[node];
    }

    /** The position of the tested player at the leaves below a node. */
    int player(int node) {
        return players[node];
    }

    /** @param values of the tested columns, as {@link TreeEnsemble#encode} returns them */
    boolean passes(int node, double[] values) {
        return limits.length > 0 ? values[tested[node]] <= limits[node] : holds(node, values[2 * columns[node]]);
    }

    private boolean holds(int node, double value) {
        Mode mode = modes[node];
        boolean holds = mode == Mode.MEMBER
                ? Arrays.binarySearch(sets.get((int) splits[node]), value + 0.0) >= 0
                : mode.holds(value, splits[node]);
        return holds || (missing[node] && Double.isNaN(value));
    }

    /**
     * Sets the bit of each node in a range if a row passes its test.
     *
     * @param values of the tested columns, as {@link TreeEnsemble#encode} returns them
     */
    void test(double[] values, int from, int to, long[] outcomes) {
        int node = from;
        while (node < to) {
            int word = node >>> 6;
            int end = Math.min(to, (word + 1) << 6);
            long bits = 0;
            int first = node;
            if (limits.length > 0) {
                for (; node < end; node++) {
                    bits |= (values[tested[node]] <= limits[node] ? 1L : 0L) << node;
                }
            } else {
                for (; node < end; node++) {
                    bits |= (passes(node, values) ? 1L : 0L) << node;
                }
            }
            // The bits of other trees in the first word stay.
            outcomes[word] = (outcomes[word] & ((1L << first) - 1)) | bits;
        }
    }

    /** Writes everything on which patterns depend, for a digest. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(count());
        for (int node = 0; node < count(); node++) {
            out.writeInt(columns[node]);
            out.writeUTF(modes[node].name());
            out.writeDouble(splits[node]);
            out.writeBoolean(missing[node]);
            out.writeInt(whenTrue[node]);
            out.writeInt(whenFalse[node]);
            out.writeLong(bits[node]);
        }
        for (double[] set : sets) {
            for (double member : set) {
                out.writeDouble(member);
            }
        }
    }
}
