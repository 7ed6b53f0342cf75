package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.constant;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.ints;
import static dev.onward.onnx.OnnxGraphs.strings;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random trees, written as attributes of the tree operators and evaluated by a plain walk from the root. Shares no code
 * with the engine.
 */
public final class RandomTrees {

    static final List<String> MODES =
            List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ");

    private final Random random;
    private final int columns;
    private final int targets;
    private final List<String> modes;
    private final boolean tracksMissing;
    final List<Node> roots = new ArrayList<>();

    /** A test with two children, or a leaf with a vote for each target (NaN for none). */
    static final class Node {
        int column;
        String mode = "LEAF";
        float split;
        boolean missingTrue;
        List<Node> children = List.of();
        float[] votes = new float[0];
        int tree;
        int id;
    }

    public RandomTrees(Random random, int columns, int targets, List<String> modes, boolean tracksMissing) {
        this.random = random;
        this.columns = columns;
        this.targets = targets;
        this.modes = modes;
        this.tracksMissing = tracksMissing;
    }

    RandomTrees add(int trees, int depth) {
        for (int i = 0; i < trees; i++) {
            roots.add(node(depth));
        }
        return this;
    }

    /** Adds trees with this number of leaves, each grown by splitting random leaves. */
    public RandomTrees grow(int trees, int leaves) {
        for (int i = 0; i < trees; i++) {
            List<Node> open = new ArrayList<>(List.of(node(0)));
            roots.add(open.get(0));
            while (open.size() < leaves) {
                Node split = open.remove(random.nextInt(open.size()));
                split.votes = new float[0];
                test(split, 1);
                open.addAll(split.children);
            }
        }
        return this;
    }

    private Node node(int depth) {
        Node node = new Node();
        if (depth == 0 || random.nextInt(8) == 0) {
            node.votes = new float[targets];
            for (int i = 0; i < targets; i++) {
                node.votes[i] = (float) random.nextGaussian();
            }
            return node;
        }
        test(node, depth);
        return node;
    }

    private void test(Node node, int depth) {
        node.column = random.nextInt(columns);
        node.mode = modes.get(random.nextInt(modes.size()));
        // Steps of one half, like the rows, so that rows lie on thresholds.
        node.split = (random.nextInt(9) - 4) / 2f;
        node.missingTrue = tracksMissing && random.nextBoolean();
        node.children = List.of(node(depth - 1), node(depth - 1));
    }

    /** The sum of the reached leaves for a target. */
    double sum(double[] columnValues, int target) {
        double sum = 0;
        for (Node root : roots) {
            Node node = root;
            while (!node.children.isEmpty()) {
                node = node.children.get(passes(node, columnValues[node.column]) ? 0 : 1);
            }
            sum += node.votes[target];
        }
        return sum;
    }

    private static boolean passes(Node node, double value) {
        if (Double.isNaN(value) && node.missingTrue) {
            return true;
        }
        return switch (node.mode) {
            case "BRANCH_LEQ" -> value <= node.split;
            case "BRANCH_LT" -> value < node.split;
            case "BRANCH_GTE" -> value >= node.split;
            case "BRANCH_GT" -> value > node.split;
            case "BRANCH_EQ" -> value == node.split;
            default -> value != node.split;
        };
    }

    /**
     * The attributes of TreeEnsembleClassifier or TreeEnsembleRegressor.
     *
     * @param prefix of the leaves' attributes: "class" or "target"
     * @param ids the number in the file of each target
     */
    public List<AttributeProto> attributes(String prefix, int... ids) {
        List<Node> nodes = new ArrayList<>();
        for (int tree = 0; tree < roots.size(); tree++) {
            int first = nodes.size();
            number(roots.get(tree), tree, first, nodes);
        }
        List<Long> trees = new ArrayList<>();
        List<Long> nodeIds = new ArrayList<>();
        List<Long> votes = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        for (Node node : nodes) {
            for (int target = 0; target < node.votes.length; target++) {
                trees.add((long) node.tree);
                nodeIds.add((long) node.id);
                votes.add((long) ids[target]);
                weights.add(node.votes[target]);
            }
        }
        return List.of(
                ints(
                        "nodes_treeids",
                        nodes.stream().map(node -> (long) node.tree).toList()),
                ints("nodes_nodeids", nodes.stream().map(node -> (long) node.id).toList()),
                ints(
                        "nodes_featureids",
                        nodes.stream().map(node -> (long) node.column).toList()),
                strings("nodes_modes", nodes.stream().map(node -> node.mode).toList()),
                floats(
                        "nodes_values",
                        array(nodes.stream().map(node -> node.split).toList())),
                ints(
                        "nodes_truenodeids",
                        nodes.stream().map(node -> child(node, 0)).toList()),
                ints(
                        "nodes_falsenodeids",
                        nodes.stream().map(node -> child(node, 1)).toList()),
                ints(
                        "nodes_missing_value_tracks_true",
                        nodes.stream().map(node -> node.missingTrue ? 1L : 0L).toList()),
                ints(prefix + "_treeids", trees),
                ints(prefix + "_nodeids", nodeIds),
                ints(prefix + "_ids", votes),
                floats(prefix + "_weights", array(weights)));
    }

    private static void number(Node node, int tree, int first, List<Node> nodes) {
        node.tree = tree;
        node.id = nodes.size() - first;
        nodes.add(node);
        node.children.forEach(child -> number(child, tree, first, nodes));
    }

    private static long child(Node node, int side) {
        return node.children.isEmpty() ? 0 : node.children.get(side).id;
    }

    private static float[] array(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    /** The attributes of a TreeEnsemble of ai.onnx.ml 5, whose leaves have a single target. */
    List<AttributeProto> attributesOfVersion5(DataType type) {
        List<Node> inner = new ArrayList<>();
        List<Node> leaves = new ArrayList<>();
        roots.forEach(root -> place(root, inner, leaves));
        return List.of(
                ints("tree_roots", roots.stream().map(root -> (long) root.id).toList()),
                ints(
                        "nodes_featureids",
                        inner.stream().map(node -> (long) node.column).toList()),
                attribute("nodes_modes", modes(inner)),
                attribute(
                        "nodes_splits",
                        tensor(
                                "splits",
                                type,
                                inner.stream().map(node -> node.split).toList())),
                ints(
                        "nodes_truenodeids",
                        inner.stream()
                                .map(node -> (long) node.children.get(0).id)
                                .toList()),
                ints(
                        "nodes_falsenodeids",
                        inner.stream()
                                .map(node -> (long) node.children.get(1).id)
                                .toList()),
                ints(
                        "nodes_trueleafs",
                        inner.stream().map(node -> isLeaf(node, 0)).toList()),
                ints(
                        "nodes_falseleafs",
                        inner.stream().map(node -> isLeaf(node, 1)).toList()),
                ints(
                        "nodes_missing_value_tracks_true",
                        inner.stream().map(node -> node.missingTrue ? 1L : 0L).toList()),
                ints("leaf_targetids", leaves.stream().map(leaf -> 0L).toList()),
                attribute(
                        "leaf_weights",
                        tensor(
                                "weights",
                                type,
                                leaves.stream().map(leaf -> leaf.votes[0]).toList())),
                attribute("n_targets", 1));
    }

    private static void place(Node node, List<Node> inner, List<Node> leaves) {
        List<Node> own = node.children.isEmpty() ? leaves : inner;
        node.id = own.size();
        own.add(node);
        node.children.forEach(child -> place(child, inner, leaves));
    }

    private static long isLeaf(Node node, int side) {
        return node.children.get(side).children.isEmpty() ? 1 : 0;
    }

    private static TensorProto modes(List<Node> nodes) {
        TensorProto.Builder tensor = constant("modes", DataType.UINT8, nodes.size());
        nodes.forEach(node -> tensor.addInt32Data(MODES.indexOf(node.mode)));
        return tensor.build();
    }

    static TensorProto tensor(String name, DataType type, List<Float> values) {
        TensorProto.Builder tensor = constant(name, type, values.size());
        for (float value : values) {
            if (type == DataType.DOUBLE) {
                tensor.addDoubleData(value);
            } else {
                tensor.addFloatData(value);
            }
        }
        return tensor.build();
    }
}
