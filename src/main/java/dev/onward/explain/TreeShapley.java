package dev.onward.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Exact interventional Shapley values of an ensemble of trees, from how often each pattern of violated players occurs
 * among the background rows. The cost of an explanation does not depend on the number of these rows where a leaf has a
 * table (Nadel, Wettenstein, "Woodelf", AAAI 2026, arXiv 2511.09376), which has for each pattern of the explained row the shares of the leaf's players. The tables of the smallest leaves are stored,
 * within a limit of memory; the shares at other leaves are computed when needed. In double precision and a fixed order.
 */
final class TreeShapley {

    /** The maximum number of players of a leaf with a table, whose size doubles with each. */
    private static final int MAX_TABLE_PLAYERS = 10;

    private static final int NO_TABLE = -1;

    /** For each number of players, the position in a table of the shares for each pattern. */
    private static final int[][] ROW_STARTS = new int[MAX_TABLE_PLAYERS + 1][];

    static {
        for (int players = 0; players <= MAX_TABLE_PLAYERS; players++) {
            int[] starts = new int[(1 << players) + 1];
            for (int violated = 0; violated < 1 << players; violated++) {
                starts[violated + 1] = starts[violated] + players - Integer.bitCount(violated);
            }
            ROW_STARTS[players] = starts;
        }
    }

    private final TreeEnsemble trees;
    private final PatternCounts background;
    private final int[] tableStarts;
    private final double[] tables;

    /** The share of background rows that reach each leaf, in an array of its own to be read one after another. */
    private final double[] reach;

    /**
     * Computes the tables.
     *
     * @param tableBytes the maximum memory of the tables
     */
    TreeShapley(TreeEnsemble trees, PatternCounts background, long tableBytes) {
        if (background.leaves() != trees.leaves()) {
            throw new IllegalArgumentException(
                    "expected patterns of " + trees.leaves() + " leaves, got " + background.leaves());
        }
        this.trees = trees;
        this.background = background;
        this.tableStarts = new int[trees.leaves()];
        this.reach = IntStream.range(0, trees.leaves())
                .mapToDouble(background::reach)
                .toArray();
        Arrays.fill(tableStarts, NO_TABLE);
        int size = 0;
        long limit = Math.min(tableBytes / Double.BYTES, Integer.MAX_VALUE / 2);
        int[] smallestFirst = IntStream.range(0, trees.leaves())
                .filter(leaf -> trees.playerCount(leaf) <= MAX_TABLE_PLAYERS)
                .boxed()
                .sorted(Comparator.comparingInt(trees::playerCount))
                .mapToInt(Integer::intValue)
                .toArray();
        IntList chosen = new IntList();
        for (int leaf : smallestFirst) {
            int next = size + tableSize(leaf);
            if (next > limit) {
                break;
            }
            chosen.add(leaf);
            size = next;
        }
        // In the order of the leaves, which is that of an explanation.
        size = 0;
        for (int leaf : Arrays.stream(chosen.toArray()).sorted().toArray()) {
            tableStarts[leaf] = size;
            size += tableSize(leaf);
        }
        this.tables = new double[size];
        for (int leaf = 0; leaf < tableStarts.length; leaf++) {
            if (tableStarts[leaf] != NO_TABLE) {
                fill(leaf);
            }
        }
    }

    /** The number of shares in a table: only those of players that the explained row does not violate are stored. */
    private int tableSize(int leaf) {
        int players = trees.playerCount(leaf);
        return ROW_STARTS[players][1 << players];
    }

    /** The memory of the tables. */
    long tableBytes() {
        return (long) tables.length * Double.BYTES;
    }

    /** Computes the shares for every pattern of the explained row that has no player of a background pattern. */
    private void fill(int leaf) {
        int players = trees.playerCount(leaf);
        int full = (1 << players) - 1;
        for (int i = background.starts()[leaf]; i < background.starts()[leaf + 1]; i++) {
            int pattern = (int) background.patterns()[i];
            int size = Integer.bitCount(pattern);
            int disjoint = full & ~pattern;
            for (int violated = disjoint; ; violated = (violated - 1) & disjoint) {
                double share = background.counts()[i]
                        * ShapleyWeights.required(size, Integer.bitCount(violated))
                        / background.rows();
                int start = tableStarts[leaf] + ROW_STARTS[players][violated];
                int stored = full & ~violated;
                for (int rest = pattern; rest != 0; rest &= rest - 1) {
                    int before = stored & (Integer.lowestOneBit(rest) - 1);
                    tables[start + Integer.bitCount(before)] += share;
                }
                if (violated == 0) {
                    break;
                }
            }
        }
    }

    /** Adds the shares of the players at a leaf for background rows of one pattern, which has no player of the row's. */
    private static void addShares(long pattern, long violated, double factor, double[] shares) {
        int a = Long.bitCount(pattern);
        int b = Long.bitCount(violated);
        double required = factor * ShapleyWeights.required(a, b);
        double excluded = factor * ShapleyWeights.excluded(a, b);
        for (long rest = pattern; rest != 0; rest &= rest - 1) {
            shares[Long.numberOfTrailingZeros(rest)] += required;
        }
        for (long rest = violated; rest != 0; rest &= rest - 1) {
            shares[Long.numberOfTrailingZeros(rest)] -= excluded;
        }
    }

    /**
     * The sum of the ensemble over the reached leaves, averaged over the background.
     *
     * @param coefficients of the targets
     */
    double base(double[] coefficients) {
        double base = 0;
        for (int leaf = 0; leaf < tableStarts.length; leaf++) {
            base += trees.weight(leaf, coefficients) * reach[leaf];
        }
        return base;
    }

    /**
     * Adds the contributions of all features for one row.
     *
     * @param violations of the row at each leaf
     * @param coefficients of the targets
     * @param contributions by the positions of the features in the table
     */
    void addContributions(long[] violations, double[] coefficients, double[] contributions) {
        double[] shares = new double[TreeEnsemble.MAX_PLAYERS];
        int[] starts = trees.playerStarts();
        int[] players = trees.players();
        for (int leaf = 0; leaf < violations.length; leaf++) {
            double weight = trees.weight(leaf, coefficients);
            if (weight == 0) {
                continue;
            }
            int first = starts[leaf];
            int count = starts[leaf + 1] - first;
            if (tableStarts[leaf] != NO_TABLE) {
                addFromTable(leaf, (int) violations[leaf], weight, contributions);
            } else if (computeShares(leaf, violations[leaf], shares)) {
                for (int j = 0; j < count; j++) {
                    contributions[players[first + j]] += weight * shares[j];
                    shares[j] = 0;
                }
            }
        }
    }

    /**
     * Adds the contributions of a leaf with a table. All violated players have the same share, which follows from the sum of
     * all shares: the difference between the row, which reaches the leaf or not, and the background.
     */
    private void addFromTable(int leaf, int violated, double weight, double[] contributions) {
        int[] players = trees.players();
        int first = trees.playerStarts()[leaf];
        int count = trees.playerStarts()[leaf + 1] - first;
        int next = tableStarts[leaf] + ROW_STARTS[count][violated];
        double sum = 0;
        for (int rest = ((1 << count) - 1) & ~violated; rest != 0; rest &= rest - 1) {
            double share = tables[next++];
            sum += share;
            contributions[players[first + Integer.numberOfTrailingZeros(rest)]] += weight * share;
        }
        if (violated != 0) {
            double share = (reach[leaf] + sum) / Integer.bitCount(violated);
            for (int rest = violated; rest != 0; rest &= rest - 1) {
                contributions[players[first + Integer.numberOfTrailingZeros(rest)]] -= weight * share;
            }
        }
    }

    /** Computes the shares of a leaf's players. Returns whether any is not 0. */
    private boolean computeShares(int leaf, long violated, double[] shares) {
        long[] patterns = background.patterns();
        int[] counts = background.counts();
        double factor = 1.0 / background.rows();
        boolean found = false;
        int end = background.starts()[leaf + 1];
        for (int i = background.starts()[leaf]; i < end; i++) {
            if ((patterns[i] & violated) == 0) {
                addShares(patterns[i], violated, factor * counts[i], shares);
                found = true;
            }
        }
        return found;
    }
}
