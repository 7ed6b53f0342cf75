package dev.onward.explain.graph;

import dev.onward.explain.graph.TreeEnsemble.Leaves;
import dev.onward.explain.graph.TreeNodes.Mode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Arranges the nodes of a tree operator, which may be in any order, as a {@link TreeEnsemble}. */
final class TreeEnsembleBuilder {

    private final Source source;
    private final List<? extends Quantity> inputs;
    private final Map<Integer, Integer> columnPositions = new LinkedHashMap<>();
    private final List<NumberColumn> columns = new ArrayList<>();
    private final boolean[] seen;
    private final int[] placedColumns;
    private final int[] placedSources;
    private final int[] placedTrue;
    private final int[] placedFalse;
    private final long[] placedBits;
    private final IntList playerStarts = new IntList();
    private final IntList players = new IntList();
    private final IntList leafOrder = new IntList();
    private int next;

    /** The trees of an operator in its own order. */
    static final class Source {

        private final int[] roots;
        private final int[] features;
        private final Mode[] modes;
        private final double[] splits;
        private final List<double[]> sets;
        private final boolean[] missing;
        private final int[] whenTrue;
        private final int[] whenFalse;
        private final List<Votes> leaves;

        /**
         * @param roots the first node of each tree; -1 - the leaf of a tree without tests
         * @param features the tested column of each node
         * @param whenTrue the next node, or -1 - the leaf
         * @param whenFalse likewise
         * @param leaves the targets of each leaf and their weights
         */
        Source(
                int[] roots,
                int[] features,
                Mode[] modes,
                double[] splits,
                List<double[]> sets,
                boolean[] missing,
                int[] whenTrue,
                int[] whenFalse,
                List<Votes> leaves) {
            this.roots = roots;
            this.features = features;
            this.modes = modes;
            this.splits = splits;
            this.sets = sets;
            this.missing = missing;
            this.whenTrue = whenTrue;
            this.whenFalse = whenFalse;
            this.leaves = leaves;
        }

        int[] roots() {
            return roots;
        }
    }

    /** The weights of a leaf, by target. */
    static final class Votes {

        private final int[] targets;
        private final double[] weights;

        Votes(int[] targets, double[] weights) {
            this.targets = targets;
            this.weights = weights;
        }
    }

    /** A node that is yet to be placed. */
    private static final class Step {

        private final int node;
        private final int parent;
        private final boolean isTrue;
        private final int[] path;

        /**
         * @param parent the placed node that leads to it; negative for a root
         * @param isTrue whether it is the parent's child for a passed test
         */
        Step(int node, int parent, boolean isTrue, int[] path) {
            this.node = node;
            this.parent = parent;
            this.isTrue = isTrue;
            this.path = path;
        }
    }

    private TreeEnsembleBuilder(Source source, List<? extends Quantity> inputs) {
        this.source = source;
        this.inputs = inputs;
        int count = source.features.length;
        this.seen = new boolean[count];
        this.placedColumns = new int[count];
        this.placedSources = new int[count];
        this.placedTrue = new int[count];
        this.placedFalse = new int[count];
        this.placedBits = new long[count];
    }

    /**
     * Builds an ensemble.
     *
     * @param inputs the columns of the operator's input
     * @throws UnreadableGraphException if a tested column depends on several features, or too many are tested on a path
     */
    static TreeEnsemble build(Source source, List<? extends Quantity> inputs, int targetCount) {
        TreeEnsembleBuilder builder = new TreeEnsembleBuilder(source, inputs);
        for (int root : source.roots) {
            builder.place(root);
        }
        return builder.ensemble(targetCount);
    }

    private void place(int root) {
        Deque<Step> steps = new ArrayDeque<>();
        steps.push(new Step(root, -1, true, new int[0]));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            if (step.node < 0) {
                link(step, -1 - leafOrder.size());
                addLeaf(-1 - step.node, step.path);
                continue;
            }
            if (step.node >= seen.length || seen[step.node]) {
                throw new UnreadableGraphException("its trees share nodes or refer to nodes that do not exist");
            }
            seen[step.node] = true;
            int placed = next++;
            link(step, placed);
            int[] path = test(step, placed);
            steps.push(new Step(source.whenFalse[step.node], placed, false, path));
            steps.push(new Step(source.whenTrue[step.node], placed, true, path));
        }
    }

    private void link(Step step, int child) {
        if (step.parent >= 0) {
            (step.isTrue ? placedTrue : placedFalse)[step.parent] = child;
        }
    }

    /** Places the test of a node and returns the features tested on the path that includes it. */
    private int[] test(Step step, int placed) {
        int column = column(source.features[step.node]);
        placedColumns[placed] = column;
        placedSources[placed] = step.node;
        int feature = columns.get(column).feature();
        if (feature == NumberColumn.NO_FEATURE) {
            throw new UnreadableGraphException("its trees test a constant");
        }
        int position = 0;
        while (position < step.path.length && step.path[position] != feature) {
            position++;
        }
        if (position == TreeEnsemble.MAX_PLAYERS) {
            throw new UnreadableGraphException(
                    "its trees test more than " + TreeEnsemble.MAX_PLAYERS + " features on one path");
        }
        placedBits[placed] = 1L << position;
        if (position < step.path.length) {
            return step.path;
        }
        int[] longer = Arrays.copyOf(step.path, position + 1);
        longer[position] = feature;
        return longer;
    }

    private int column(int input) {
        return columnPositions.computeIfAbsent(input, unseen -> {
            if (input < 0 || input >= inputs.size()) {
                throw new UnreadableGraphException("its trees test a column that does not exist");
            }
            if (!(inputs.get(input) instanceof NumberColumn column)) {
                throw new UnreadableGraphException("its trees test numbers that depend on several features");
            }
            // The runtime compares integers as floats, the type of the thresholds.
            columns.add(column.type().isDecimal() ? column : column.cast(NumberType.FLOAT));
            return columns.size() - 1;
        });
    }

    private void addLeaf(int leaf, int[] path) {
        playerStarts.add(players.size());
        for (int feature : path) {
            players.add(feature);
        }
        leafOrder.add(leaf);
    }

    private TreeEnsemble ensemble(int targetCount) {
        playerStarts.add(players.size());
        IntList starts = new IntList();
        IntList targets = new IntList();
        DoubleStream.Builder weights = DoubleStream.builder();
        for (int i = 0; i < leafOrder.size(); i++) {
            starts.add(targets.size());
            Votes votes = source.leaves.get(leafOrder.get(i));
            for (int vote = 0; vote < votes.targets.length; vote++) {
                targets.add(votes.targets[vote]);
                weights.add(votes.weights[vote]);
            }
        }
        starts.add(targets.size());
        Leaves leaves = new Leaves(
                playerStarts.toArray(),
                players.toArray(),
                starts.toArray(),
                targets.toArray(),
                weights.build().toArray());
        return new TreeEnsemble(columns, nodes(), leaves, targetCount);
    }

    private int[] children(int[] placed) {
        return Arrays.stream(placed, 0, next)
                .map(child -> child >= 0 ? child : next - 1 - child)
                .toArray();
    }

    /** The placed nodes, without those that no root leads to. */
    private TreeNodes nodes() {
        int[] order = Arrays.copyOf(placedSources, next);
        boolean[] missing = new boolean[next];
        for (int node = 0; node < next; node++) {
            missing[node] = source.missing[order[node]];
        }
        return new TreeNodes(
                Arrays.copyOf(placedColumns, next),
                Arrays.stream(order).mapToObj(node -> source.modes[node]).toArray(Mode[]::new),
                Arrays.stream(order).mapToDouble(node -> source.splits[node]).toArray(),
                source.sets,
                missing,
                children(placedTrue),
                children(placedFalse),
                Arrays.copyOf(placedBits, next));
    }
}
