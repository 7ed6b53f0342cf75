package dev.onward.explain;

import dev.onward.explain.graph.LeafGroups;
import dev.onward.explain.graph.TreeEnsemble;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Exact interventional Shapley values of an ensemble of trees, from how often each pattern of violated players occurs
 * among the background rows. The cost of an explanation does not depend on the number of these rows where leaves have
 * tables (Nadel, Wettenstein, "Woodelf", AAAI 2026, arXiv 2511.09376). A table belongs to a group of leaves: for each
 * state of the group it has the contributions of all leaves to each player. The smallest tables are stored, within a
 * limit of memory; other contributions are computed when needed, and if not even the weights of the leaves fit, the
 * weights too. In double precision and a fixed order. Thread-safe.
 */
final class TreeShapley {

    /** The maximum number of bits in the state of a table, of which only single leaves have more than 11. */
    private static final int MAX_BITS = 13;

    /** The number of tables of which the first and the last cells are read ahead. */
    private static final int BLOCK = 64;

    private static final int NO_TABLE = -1;
    private static final int NO_WEIGHT = -2;

    private final TreeEnsemble trees;
    private final PatternCounts background;
    private final ExplanationMemory memory;
    private final boolean hasTables;
    private final Map<List<Double>, Optional<Tables>> stored = new ConcurrentHashMap<>();

    /**
     * @param memory from which weights and tables take theirs
     * @param hasTables false if all contributions are computed when needed
     */
    TreeShapley(TreeEnsemble trees, PatternCounts background, ExplanationMemory memory, boolean hasTables) {
        if (background.leaves() != trees.leaves()) {
            throw new IllegalArgumentException(
                    "expected patterns of " + trees.leaves() + " leaves, got " + background.leaves());
        }
        this.trees = trees;
        this.background = background;
        this.memory = memory;
        this.hasTables = hasTables;
    }

    /**
     * The tables for a linear combination of the targets, computed when they are first asked for. Combinations that
     * differ by a factor share theirs.
     *
     * @param coefficients of the targets
     */
    Weighted weighted(double[] coefficients) {
        double factor =
                Arrays.stream(coefficients).filter(c -> c != 0).findFirst().orElse(1);
        // Adding 0 makes -0 equal to 0.
        double[] scaled = Arrays.stream(coefficients).map(c -> c / factor + 0.0).toArray();
        Optional<Tables> own = stored.computeIfAbsent(
                Arrays.stream(scaled).boxed().toList(),
                key -> memory.reserveTables(weightBytes()) ? Optional.of(new Tables(scaled, true)) : Optional.empty());
        return new Weighted(own.orElseGet(() -> new Tables(scaled, false)), factor);
    }

    /** The memory for a combination of the targets, without tables. */
    private long weightBytes() {
        return (long) trees.leaves() * Double.BYTES + (long) trees.groups().size() * Integer.BYTES;
    }

    /** The contributions to a linear combination of the targets. */
    static final class Weighted {

        private final Tables tables;
        private final double factor;

        private Weighted(Tables tables, double factor) {
            this.tables = tables;
            this.factor = factor;
        }

        /** The combination, averaged over the background. */
        double base() {
            return factor * tables.base;
        }

        /**
         * Adds the contributions of all features for one row.
         *
         * @param columns of the row, as the ensemble encodes them
         * @param contributions by the positions of the features in the table
         */
        void add(double[] columns, Scratch scratch, double[] contributions) {
            Arrays.fill(scratch.contributions, 0);
            tables.add(columns, scratch);
            for (int i = 0; i < contributions.length; i++) {
                contributions[i] += factor * scratch.contributions[i];
            }
        }
    }

    /**
     * Memory for the computation of one row after another, which is large for large ensembles. Not thread-safe.
     */
    static final class Scratch {

        private final LeafGroups.Walk walk;
        private final Block block = new Block();
        private final double[] shares = new double[TreeEnsemble.MAX_PLAYERS];
        private final double[] contributions;

        /** @param features the number of features of the table */
        Scratch(TreeEnsemble trees, int features) {
            this.walk = trees.groups().walk();
            this.contributions = new double[features];
        }
    }

    private final class Tables {

        private final LeafGroups groups = trees.groups();
        private final double[] coefficients;
        private final boolean isStored;
        private final double[] weights;
        private final int[] starts;
        private final double[] cells;
        private final double base;

        /** @param isStored whether there is memory for weights, so that there may be tables */
        Tables(double[] coefficients, boolean isStored) {
            this.coefficients = coefficients;
            this.isStored = isStored;
            int leaves = trees.leaves();
            this.weights = new double[isStored ? leaves : 0];
            this.starts = new int[isStored ? groups.size() : 0];
            double sum = 0;
            for (int leaf = 0; leaf < leaves; leaf++) {
                double weight = trees.weight(leaf, coefficients);
                sum += weight * background.reach(leaf);
                if (isStored) {
                    weights[leaf] = weight;
                }
            }
            this.base = sum;
            // At least one cell, which is read in place of the tables that there are not.
            this.cells = new double[Math.max(1, place())];
            double[] shares = new double[MAX_BITS << MAX_BITS];
            for (int group = 0; group < starts.length; group++) {
                if (starts[group] >= 0) {
                    fill(group, shares);
                }
            }
        }

        /**
         * Assigns positions to the tables that fit in the memory, the smallest for their number of leaves first, and
         * takes the memory.
         */
        private int place() {
            long[] sizes = new long[starts.length];
            for (int group = 0; group < starts.length; group++) {
                boolean hasTable = hasTables && groups.bits(group) <= MAX_BITS;
                starts[group] = players(group) > 0 && hasWeight(group) ? NO_TABLE : NO_WEIGHT;
                sizes[group] = hasTable && starts[group] == NO_TABLE ? (long) players(group) << groups.bits(group) : -1;
            }
            // A key of the size for each leaf, in 24 bits, and the group.
            long[] order = IntStream.range(0, starts.length)
                    .filter(group -> sizes[group] >= 0)
                    .mapToLong(group -> ((sizes[group] / groups.leafCount(group)) << 32) | group)
                    .sorted()
                    .toArray();
            int count;
            long total;
            do {
                long limit = memory.freeTableBytes() / Double.BYTES;
                total = 0;
                for (count = 0; count < order.length && total + sizes[(int) order[count]] <= limit; count++) {
                    total += sizes[(int) order[count]];
                }
            } while (total > 0 && !memory.reserveTables(total * Double.BYTES));
            for (int i = 0; i < count; i++) {
                starts[(int) order[i]] = 0;
            }
            // In the order of the groups, which is that of an explanation.
            int next = 0;
            for (int group = 0; group < starts.length; group++) {
                if (starts[group] == 0) {
                    starts[group] = next;
                    next += (int) sizes[group];
                }
            }
            return next;
        }

        private boolean hasWeight(int group) {
            int first = groups.firstLeaf(group);
            return IntStream.range(first, first + groups.leafCount(group)).anyMatch(leaf -> weights[leaf] != 0);
        }

        private double weight(int leaf) {
            return isStored ? weights[leaf] : trees.weight(leaf, coefficients);
        }

        private int players(int group) {
            return groups.playerStarts()[group + 1] - groups.playerStarts()[group];
        }

        private void fill(int group, double[] shares) {
            int pathBits = groups.pathBits(group);
            int width = players(group);
            for (int i = 0; i < groups.leafCount(group); i++) {
                int leaf = groups.firstLeaf(group) + i;
                int first = trees.playerStarts()[leaf];
                int count = trees.playerCount(leaf);
                if (weights[leaf] == 0 || count == 0) {
                    continue;
                }
                computeShares(leaf, shares);
                for (int state = 0; state < 1 << groups.bits(group); state++) {
                    int path = state & ((1 << pathBits) - 1);
                    int row = (int) groups.violated(leaf, path, state >>> pathBits) * count;
                    int start = starts[group] + state * width;
                    for (int j = 0; j < count; j++) {
                        cells[start + groups.slot(first + j)] += weights[leaf] * shares[row + j];
                    }
                }
            }
        }

        /** Adds the contributions of all features for one row to those in the scratch memory. */
        void add(double[] columns, Scratch scratch) {
            LeafGroups.Walk walk = scratch.walk;
            Block block = scratch.block;
            walk.test(columns);
            for (int from = 0; from < groups.size(); from += BLOCK) {
                int size = Math.min(BLOCK, groups.size() - from);
                for (int i = 0; i < size; i++) {
                    int group = from + i;
                    int start = start(group);
                    int width = start >= 0 ? players(group) : 1;
                    block.firsts[i] = start >= 0 ? start + walk.state(group) * width : 0;
                    block.lasts[i] = block.firsts[i] + width - 1;
                    if (start == NO_TABLE) {
                        addLeaves(group, scratch);
                    }
                }
                block.read(cells, size);
                addRows(from, size, block, scratch.contributions);
            }
        }

        private int start(int group) {
            return isStored ? starts[group] : NO_TABLE;
        }

        /** Adds the rows of the tables of neighbouring groups. */
        private void addRows(int from, int size, Block block, double[] contributions) {
            int[] playerStarts = groups.playerStarts();
            int[] players = groups.players();
            for (int i = 0; i < size; i++) {
                if (start(from + i) >= 0) {
                    int player = playerStarts[from + i];
                    contributions[players[player]] += block.firstValues[i];
                    if (block.lasts[i] > block.firsts[i]) {
                        for (int cell = block.firsts[i] + 1; cell < block.lasts[i]; cell++) {
                            contributions[players[++player]] += cells[cell];
                        }
                        contributions[players[++player]] += block.lastValues[i];
                    }
                }
            }
        }

        /** Adds the contributions of a group without a table. */
        private void addLeaves(int group, Scratch scratch) {
            int[] starts = trees.playerStarts();
            int[] players = trees.players();
            double[] shares = scratch.shares;
            long path = scratch.walk.path(group);
            int outcomes = scratch.walk.outcomes(group);
            int end = groups.firstLeaf(group) + groups.leafCount(group);
            for (int leaf = groups.firstLeaf(group); leaf < end; leaf++) {
                double weight = weight(leaf);
                if (weight != 0 && addShares(leaf, groups.violated(leaf, path, outcomes), shares)) {
                    for (int j = starts[leaf]; j < starts[leaf + 1]; j++) {
                        scratch.contributions[players[j]] += weight * shares[j - starts[leaf]];
                        shares[j - starts[leaf]] = 0;
                    }
                }
            }
        }
    }

    /**
     * The first and the last cells of rows of neighbouring tables. Most are not in the processor's cache, and it waits
     * for many at the same time if nothing else is done between the reads.
     */
    private static final class Block {

        private final int[] firsts = new int[BLOCK];
        private final int[] lasts = new int[BLOCK];
        private final double[] firstValues = new double[BLOCK];
        private final double[] lastValues = new double[BLOCK];

        void read(double[] cells, int size) {
            for (int i = 0; i < size; i++) {
                firstValues[i] = cells[firsts[i]];
                lastValues[i] = cells[lasts[i]];
            }
        }
    }

    /**
     * Computes the shares of a leaf's players for every set of players that a row may violate.
     *
     * @param shares by the set and the player
     */
    private void computeShares(int leaf, double[] shares) {
        int players = trees.playerCount(leaf);
        int full = (1 << players) - 1;
        Arrays.fill(shares, 0, players * (1 << players), 0);
        double factor = 1.0 / background.rows();
        int format = background.format(leaf);
        int step = PatternCounts.step(format);
        for (int i = background.start(leaf); i < background.start(leaf + 1); i += step) {
            int pattern = (int) background.pattern(i, format);
            int size = Integer.bitCount(pattern);
            int disjoint = full & ~pattern;
            double scale = factor * background.count(i, format);
            for (int violated = disjoint; ; violated = (violated - 1) & disjoint) {
                double share = scale * ShapleyWeights.required(size, Integer.bitCount(violated));
                for (int rest = pattern; rest != 0; rest &= rest - 1) {
                    shares[violated * players + Integer.numberOfTrailingZeros(rest)] += share;
                }
                if (violated == 0) {
                    break;
                }
            }
        }
        double reach = background.reach(leaf);
        for (int violated = 1; violated <= full; violated++) {
            // All violated players have the same share. It follows from the sum of all, which is the difference between
            // the row, which does not reach the leaf, and the background.
            double sum = reach;
            for (int j = 0; j < players; j++) {
                sum += shares[violated * players + j];
            }
            double share = sum / Integer.bitCount(violated);
            for (int rest = violated; rest != 0; rest &= rest - 1) {
                shares[violated * players + Integer.numberOfTrailingZeros(rest)] = -share;
            }
        }
    }

    /** Adds the shares of a leaf's players for one set of violated players. Returns whether any is not 0. */
    private boolean addShares(int leaf, long violated, double[] shares) {
        int format = background.format(leaf);
        int step = PatternCounts.step(format);
        double factor = 1.0 / background.rows();
        int violatedCount = Long.bitCount(violated);
        double excluded = 0;
        boolean found = false;
        int end = background.start(leaf + 1);
        for (int i = background.start(leaf); i < end; i += step) {
            long pattern = background.pattern(i, format);
            if ((pattern & violated) == 0) {
                int size = Long.bitCount(pattern);
                double share = factor * background.count(i, format);
                double required = share * ShapleyWeights.required(size, violatedCount);
                for (long rest = pattern; rest != 0; rest &= rest - 1) {
                    shares[Long.numberOfTrailingZeros(rest)] += required;
                }
                excluded += share * ShapleyWeights.excluded(size, violatedCount);
                found = true;
            }
        }
        if (found) {
            // All violated players have the same share.
            for (long rest = violated; rest != 0; rest &= rest - 1) {
                shares[Long.numberOfTrailingZeros(rest)] = -excluded;
            }
        }
        return found;
    }
}
