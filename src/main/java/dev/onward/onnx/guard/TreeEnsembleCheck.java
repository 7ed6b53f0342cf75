package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.onward.onnx.Graph;
import dev.onward.onnx.guard.TreeCheck.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Checks the trees of a TreeEnsemble operator (ai.onnx.ml version 5). The runtime, version 1.28, follows their
 * references without checks: past the end of the arrays, and in cycles until the memory is exhausted.
 */
final class TreeEnsembleCheck {

    /** The mode of a node that tests set membership (BRANCH_MEMBER). */
    private static final int MEMBER = 6;

    private final List<Long> roots;
    private final Children left;
    private final Children right;
    private final int leaves;
    private final long maxDepth;

    /**
     * The children on one side of all nodes.
     *
     * @param places the index of each child, among leaves or nodes
     * @param leaves 1 for each child that is a leaf
     */
    private record Children(List<Long> places, List<Long> leaves) {

        static Children of(NodeProto node, String side) {
            return new Children(
                    TreeCheck.longs(node, "nodes_" + side + "nodeids"),
                    TreeCheck.longs(node, "nodes_" + side + "leafs"));
        }

        boolean isLeaf(int node) {
            return leaves.get(node) != 0;
        }
    }

    private TreeEnsembleCheck(NodeProto node, long maxDepth) {
        this.maxDepth = maxDepth;
        this.roots = TreeCheck.longs(node, "tree_roots");
        this.left = Children.of(node, "true");
        this.right = Children.of(node, "false");
        this.leaves = TreeCheck.longs(node, "leaf_targetids").size();
    }

    static Optional<String> of(NodeProto node, long maxDepth) {
        return new TreeEnsembleCheck(node, maxDepth)
                .check()
                .or(() -> OperatorCheck.unless(
                        members(node) == 0 || members(node) == sets(node),
                        "expected a set of values for each BRANCH_MEMBER"));
    }

    private Optional<String> check() {
        int nodes = left.places.size();
        if (left.leaves.size() != nodes || right.places.size() != nodes || right.leaves.size() != nodes) {
            return Optional.of("expected two children for each node");
        }
        BitSet seen = new BitSet();
        Deque<Step> steps = new ArrayDeque<>();
        roots.forEach(root -> steps.push(new Step(root, 1)));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            int node = (int) step.node();
            if (step.node() < 0 || step.node() >= nodes || seen.get(node)) {
                return Optional.of(
                        "expected every reference to point to an existing node, and no two to the same node");
            }
            if (step.depth() > maxDepth) {
                return Optional.of(TreeCheck.tooDeep(maxDepth));
            }
            seen.set(node);
            for (Children children : List.of(left, right)) {
                long child = children.places.get(node);
                if (!children.isLeaf(node)) {
                    steps.push(new Step(child, step.depth() + 1));
                } else if (child < 0 || child >= leaves) {
                    return Optional.of("expected " + leaves + " leaves, found a reference to leaf " + child);
                }
            }
        }
        return Optional.empty();
    }

    private static long members(NodeProto node) {
        return tensor(node, "nodes_modes")
                .map(modes -> IntStream.concat(
                                modes.getInt32DataList().stream().mapToInt(Integer::intValue),
                                modes.getRawData()
                                        .toString(StandardCharsets.ISO_8859_1)
                                        .chars())
                        .filter(mode -> mode == MEMBER)
                        .count())
                .orElse(0L);
    }

    /** The number of non-empty sets. Each set ends with NaN, which may be omitted after the last. */
    private static long sets(NodeProto node) {
        double[] values = tensor(node, "membership_values")
                .map(TreeEnsembleCheck::numbers)
                .orElse(new double[0]);
        long sets = 0;
        for (int i = 0; i < values.length; i++) {
            boolean first = i == 0 || Double.isNaN(values[i - 1]);
            sets += first && !Double.isNaN(values[i]) ? 1 : 0;
        }
        return sets;
    }

    private static double[] numbers(TensorProto tensor) {
        ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        boolean wide = tensor.getDataType() == TensorProto.DataType.DOUBLE_VALUE;
        if (raw.hasRemaining()) {
            int width = wide ? Double.BYTES : Float.BYTES;
            double[] numbers = new double[raw.remaining() / width];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = wide ? raw.getDouble(i * width) : raw.getFloat(i * width);
            }
            return numbers;
        }
        return wide
                ? tensor.getDoubleDataList().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray()
                : tensor.getFloatDataList().stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray();
    }

    private static Optional<TensorProto> tensor(NodeProto node, String name) {
        return Graph.attribute(node, name).map(AttributeProto::getT);
    }
}
