package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.Graph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses decision trees that are too deep for the stack: the runtime builds trees by recursion. */
final class TreeCheck {

    private final List<Long> numbers;
    private final List<Long> left;
    private final List<Long> right;
    private final long maxDepth;

    private TreeCheck(NodeProto node, long maxDepth) {
        this.maxDepth = maxDepth;
        this.numbers = longs(node, "nodes_nodeids");
        this.left = longs(node, "nodes_truenodeids");
        this.right = longs(node, "nodes_falsenodeids");
    }

    /** The problem with the operator's trees; empty if there is none or the operator has no trees. */
    static Optional<String> of(NodeProto node, long maxDepth) {
        return switch (node.getOpType()) {
            case "TreeEnsembleClassifier", "TreeEnsembleRegressor" ->
                new TreeCheck(node, maxDepth).check(longs(node, "nodes_treeids"));
            case "TreeEnsemble" -> TreeEnsembleCheck.of(node, maxDepth);
            default -> Optional.empty();
        };
    }

    /** Checks the depth. The runtime checks everything else itself. */
    private Optional<String> check(List<Long> trees) {
        int nodes = trees.size();
        if (numbers.size() != nodes || left.size() != nodes || right.size() != nodes) {
            return Optional.of("expected a number and two children for each of " + nodes + " nodes, found "
                    + numbers.size() + " numbers, " + left.size() + " left and " + right.size() + " right children");
        }
        Map<Long, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < nodes; i++) {
            places.computeIfAbsent(trees.get(i), tree -> new ArrayList<>()).add(i);
        }
        boolean deep =
                places.values().stream().filter(tree -> tree.size() > maxDepth).anyMatch(this::isDeep);
        return OperatorCheck.unless(!deep, tooDeep(maxDepth));
    }

    static String tooDeep(long maxDepth) {
        return "expected trees with a depth of at most " + maxDepth + ", found a deeper one"
                + GuardLimits.remedy(GuardLimits.Limit.TREE_DEPTH);
    }

    /** A node and its distance from the root, from 1. */
    record Step(long node, int depth) {}

    /**
     * Searches for a node deeper than the limit. The children of a leaf usually refer to the root, which was seen
     * before.
     */
    private boolean isDeep(List<Integer> tree) {
        Map<Long, Integer> places = new HashMap<>();
        tree.forEach(place -> places.putIfAbsent(numbers.get(place), place));
        BitSet seen = new BitSet();
        Deque<Step> steps = new ArrayDeque<>(List.of(new Step(numbers.get(tree.get(0)), 1)));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            Integer place = places.get(step.node);
            if (place != null && !seen.get(place)) {
                if (step.depth > maxDepth) {
                    return true;
                }
                seen.set(place);
                steps.push(new Step(left.get(place), step.depth + 1));
                steps.push(new Step(right.get(place), step.depth + 1));
            }
        }
        return false;
    }

    static List<Long> longs(NodeProto node, String name) {
        return Graph.attribute(node, name).map(AttributeProto::getIntsList).orElse(List.of());
    }
}
