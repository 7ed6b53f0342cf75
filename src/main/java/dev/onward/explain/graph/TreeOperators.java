package dev.onward.explain.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.explain.graph.GraphValue.Rows;
import dev.onward.explain.graph.TreeEnsembleBuilder.Source;
import dev.onward.explain.graph.TreeEnsembleBuilder.Votes;
import dev.onward.explain.graph.TreeNodes.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Reads the tree operators of ai.onnx.ml: TreeEnsembleClassifier and TreeEnsembleRegressor (versions 1 and 3) and
 * TreeEnsemble (version 5). Where the standard is vague, reads them as ONNX Runtime 1.28 runs them.
 */
final class TreeOperators {

    /** Modes of TreeEnsemble in the order of their numbers. */
    private static final List<Mode> MODES =
            List.of(Mode.LEQ, Mode.LT, Mode.GTE, Mode.GT, Mode.EQ, Mode.NEQ, Mode.MEMBER);

    private static final List<String> AGGREGATES = List.of("AVERAGE", "SUM", "MIN", "MAX");

    private final Attributes attributes;
    private final List<Quantity> inputs;

    private TreeOperators(NodeProto node, Rows input) {
        this.attributes = new Attributes(node);
        this.inputs = input.columns();
    }

    /** The scores of a TreeEnsembleClassifier, one for each class. */
    static Rows classifier(NodeProto node, Rows input) {
        return new TreeOperators(node, input).classifier();
    }

    static Rows regressor(NodeProto node, Rows input) {
        return new TreeOperators(node, input).regressor();
    }

    static Rows ensemble(NodeProto node, Rows input) {
        return new TreeOperators(node, input).ensemble();
    }

    private Rows classifier() {
        int classes = Math.max(
                attributes.texts("classlabels_strings").size(),
                attributes.longs("classlabels_int64s").size());
        int[] ids = attributes.integers("class_ids");
        double[] weights = attributes.numbers("class_weights");
        double[] base = attributes.numbers("base_values");
        PostTransform transform = PostTransform.named(attributes.text("post_transform", "NONE"));
        if (classes < 2) {
            throw new UnreadableGraphException("it has a single class");
        }
        TreeEnsemble trees = TreeEnsembleBuilder.build(source("class", classes), inputs, classes);
        boolean hasFirst = Arrays.stream(ids).anyMatch(id -> id == 0);
        boolean hasSecond = Arrays.stream(ids).anyMatch(id -> id == 1);
        if (classes == 2 && hasFirst && !hasSecond && base.length < 2) {
            boolean isShare = Arrays.stream(weights).allMatch(weight -> weight >= 0);
            return transform.binary(output(trees, 0, base.length == 1 ? base[0] : 0), isShare);
        }
        if (classes == 2) {
            return transform.apply(two(trees, base, hasFirst, hasSecond));
        }
        return transform.apply(IntStream.range(0, classes)
                .mapToObj(target -> output(trees, target, target < base.length ? base[target] : 0))
                .toList());
    }

    /**
     * The scores of two classes that do not share one set of weights. The runtime adds base values only to classes with
     * weights; if there are two base values and two sets of weights, it ignores the weights of the second class.
     */
    private static List<LinearCombination> two(TreeEnsemble trees, double[] base, boolean hasFirst, boolean hasSecond) {
        if (hasSecond && base.length == 2) {
            LinearCombination second = hasFirst ? output(trees, 0, base[1]) : LinearCombination.constant(base[1]);
            return List.of(hasFirst ? second.times(-1) : LinearCombination.constant(0), second);
        }
        LinearCombination first =
                hasFirst ? output(trees, 0, base.length > 0 ? base[0] : 0) : LinearCombination.constant(0);
        return List.of(first, hasSecond ? output(trees, 1, 0) : LinearCombination.constant(0));
    }

    private Rows regressor() {
        int targets = (int) attributes.integer("n_targets", 1);
        double[] base = attributes.numbers("base_values");
        Source source = source("target", targets);
        TreeEnsemble trees = TreeEnsembleBuilder.build(source, inputs, targets);
        double factor = factor(attributes.text("aggregate_function", "SUM"), source.roots().length);
        return PostTransform.named(attributes.text("post_transform", "NONE"))
                .applyToValues(IntStream.range(0, targets)
                        .mapToObj(
                                target -> output(trees, target, 0).times(factor).plus(constant(base, target)))
                        .toList());
    }

    private static LinearCombination constant(double[] base, int target) {
        return LinearCombination.constant(base.length > target ? base[target] : 0);
    }

    private static LinearCombination output(TreeEnsemble trees, int target, double base) {
        return LinearCombination.of(new TreeOutput(trees, target)).plus(LinearCombination.constant(base));
    }

    private static double factor(String aggregate, int trees) {
        return switch (aggregate) {
            case "SUM" -> 1;
            case "AVERAGE" -> 1.0 / trees;
            default ->
                throw new UnreadableGraphException("the outputs of its trees are not summed: it takes the "
                        + (aggregate.equals("MIN") ? "lowest" : "highest"));
        };
    }

    /** Identifies a node of the operators of versions 1 and 3. */
    private record NodeId(long tree, long node) {}

    /**
     * The trees of versions 1 and 3, in which nodes refer to each other by numbers.
     *
     * @param prefix of the attributes of the leaves
     */
    private Source source(String prefix, int targetCount) {
        List<Long> treeIds = attributes.longs("nodes_treeids");
        List<Long> nodeIds = attributes.longs("nodes_nodeids");
        List<String> modes = attributes.texts("nodes_modes");
        int count = treeIds.size();
        Map<NodeId, Integer> positions = new HashMap<>();
        IntList roots = new IntList();
        int[] leaves = new int[count];
        int leafCount = 0;
        for (int i = 0; i < count; i++) {
            positions.put(new NodeId(treeIds.get(i), nodeIds.get(i)), i);
            leaves[i] = modes.get(i).equals("LEAF") ? leafCount++ : -1;
            if (i == 0 || !treeIds.get(i).equals(treeIds.get(i - 1))) {
                roots.add(i);
            }
        }
        List<Votes> votes = votes(prefix, targetCount, positions, leaves, leafCount);
        List<Long> missing = attributes.longs("nodes_missing_value_tracks_true");
        boolean[] tracksMissing = new boolean[count];
        for (int i = 0; i < missing.size(); i++) {
            tracksMissing[i] = missing.get(i) != 0;
        }
        return new Source(
                Arrays.stream(roots.toArray())
                        .map(root -> leaves[root] >= 0 ? -1 - leaves[root] : root)
                        .toArray(),
                attributes.integers("nodes_featureids"),
                modes.stream().map(TreeOperators::mode).toArray(Mode[]::new),
                attributes.numbers("nodes_values"),
                List.of(),
                tracksMissing,
                children("nodes_truenodeids", positions, leaves),
                children("nodes_falsenodeids", positions, leaves),
                votes);
    }

    private static Mode mode(String name) {
        return switch (name) {
            case "BRANCH_LEQ", "LEAF" -> Mode.LEQ;
            case "BRANCH_LT" -> Mode.LT;
            case "BRANCH_GTE" -> Mode.GTE;
            case "BRANCH_GT" -> Mode.GT;
            case "BRANCH_EQ" -> Mode.EQ;
            case "BRANCH_NEQ" -> Mode.NEQ;
            default -> throw new UnreadableGraphException("its trees have a comparison that is not supported");
        };
    }

    private int[] children(String name, Map<NodeId, Integer> positions, int[] leaves) {
        List<Long> treeIds = attributes.longs("nodes_treeids");
        List<Long> ids = attributes.longs(name);
        int[] children = new int[leaves.length];
        for (int i = 0; i < children.length; i++) {
            Integer child = leaves[i] >= 0 ? null : positions.get(new NodeId(treeIds.get(i), ids.get(i)));
            if (leaves[i] < 0 && child == null) {
                throw new UnreadableGraphException("its trees refer to nodes that do not exist");
            }
            children[i] = child == null ? i : leaves[child] >= 0 ? -1 - leaves[child] : child;
        }
        return children;
    }

    private List<Votes> votes(
            String prefix, int targetCount, Map<NodeId, Integer> positions, int[] leaves, int leafCount) {
        List<Long> treeIds = attributes.longs(prefix + "_treeids");
        List<Long> nodeIds = attributes.longs(prefix + "_nodeids");
        int[] targets = attributes.integers(prefix + "_ids");
        double[] weights = attributes.numbers(prefix + "_weights");
        List<IntList> ofLeaves = new ArrayList<>();
        for (int leaf = 0; leaf < leafCount; leaf++) {
            ofLeaves.add(new IntList());
        }
        for (int i = 0; i < targets.length; i++) {
            Integer position = positions.get(new NodeId(treeIds.get(i), nodeIds.get(i)));
            if (position != null && leaves[position] >= 0) {
                ofLeaves.get(leaves[position]).add(i);
            }
        }
        return ofLeaves.stream()
                .map(entries -> votes(entries.toArray(), targets, weights, targetCount))
                .toList();
    }

    private static Votes votes(int[] entries, int[] targets, double[] weights, int targetCount) {
        return new Votes(
                Arrays.stream(entries)
                        .map(entry -> target(targets[entry], targetCount))
                        .toArray(),
                Arrays.stream(entries).mapToDouble(entry -> weights[entry]).toArray());
    }

    private static int target(int target, int targetCount) {
        if (target < 0 || target >= targetCount) {
            throw new UnreadableGraphException("its leaves refer to outputs that do not exist");
        }
        return target;
    }

    /** Reads a TreeEnsemble of version 5, in which nodes refer to each other by position. */
    private Rows ensemble() {
        int targets = (int) attributes.integer("n_targets", 1);
        int[] trueLeaves = attributes.integers("nodes_trueleafs");
        int[] falseLeaves = attributes.integers("nodes_falseleafs");
        List<double[]> sets = sets();
        Mode[] modes = Arrays.stream(tensor("nodes_modes"))
                .mapToObj(mode -> MODES.get((int) mode))
                .toArray(Mode[]::new);
        double[] splits = tensor("nodes_splits");
        int set = 0;
        for (int i = 0; i < modes.length; i++) {
            splits[i] = modes[i] == Mode.MEMBER ? set++ : splits[i];
        }
        if (set != sets.size()) {
            throw new UnreadableGraphException("expected one set of values for each membership test of its trees, got "
                    + sets.size() + " sets for " + set + " tests");
        }
        int[] missing = attributes.integers("nodes_missing_value_tracks_true");
        boolean[] tracksMissing = new boolean[modes.length];
        for (int i = 0; i < missing.length; i++) {
            tracksMissing[i] = missing[i] != 0;
        }
        int[] roots = attributes.integers("tree_roots");
        Source source = new Source(
                roots,
                attributes.integers("nodes_featureids"),
                modes,
                splits,
                sets,
                tracksMissing,
                children(attributes.integers("nodes_truenodeids"), trueLeaves),
                children(attributes.integers("nodes_falsenodeids"), falseLeaves),
                leaves(targets));
        TreeEnsemble trees = TreeEnsembleBuilder.build(source, inputs, targets);
        double factor = factor(AGGREGATES.get((int) attributes.integer("aggregate_function", 1)), roots.length);
        return PostTransform.numbered((int) attributes.integer("post_transform", 0))
                .applyToValues(IntStream.range(0, targets)
                        .mapToObj(target -> output(trees, target, 0).times(factor))
                        .toList());
    }

    private static int[] children(int[] positions, int[] areLeaves) {
        int[] children = positions.clone();
        for (int i = 0; i < children.length; i++) {
            children[i] = areLeaves[i] != 0 ? -1 - positions[i] : positions[i];
        }
        return children;
    }

    private List<Votes> leaves(int targetCount) {
        int[] targets = attributes.integers("leaf_targetids");
        double[] weights = tensor("leaf_weights");
        return IntStream.range(0, targets.length)
                .mapToObj(
                        leaf -> new Votes(new int[] {target(targets[leaf], targetCount)}, new double[] {weights[leaf]}))
                .toList();
    }

    /** The sets of the tests of membership, in the order of their nodes. Each ends with NaN. */
    private List<double[]> sets() {
        List<double[]> sets = new ArrayList<>();
        if (!attributes.has("membership_values")) {
            return sets;
        }
        double[] values = tensor("membership_values");
        int start = 0;
        for (int i = 0; i <= values.length; i++) {
            if (i == values.length || Double.isNaN(values[i])) {
                if (i > start) {
                    sets.add(Arrays.stream(values, start, i)
                            .map(value -> value + 0.0)
                            .sorted()
                            .toArray());
                }
                start = i + 1;
            }
        }
        return sets;
    }

    private double[] tensor(String name) {
        return Tensors.constant(attributes
                        .tensor(name)
                        .orElseThrow(() -> new UnreadableGraphException("it has no attribute " + name)))
                .numbers();
    }
}
