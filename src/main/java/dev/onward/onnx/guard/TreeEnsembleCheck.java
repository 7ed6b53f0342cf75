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
 * Trees of a TreeEnsemble, which ai.onnx.ml has since its version 5. The runtime, version 1.28, follows them wherever they
 * point: past their end, and round and round until all memory is taken.
 */
final class TreeEnsembleCheck {

    /** The mode of a node that asks whether a value is in a set. */
    private static final int MEMBER = 6;

    private final List<Long> roots;
    private final Children left;
    private final Children right;
    private final int leaves;
    private final long maxDepth;

    /** The children on one side: of each node the place, among leaves or among nodes. */
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
            return Optional.of("expected two children of each node");
        }
        BitSet seen = new BitSet();
        Deque<Step> steps = new ArrayDeque<>();
        roots.forEach(root -> steps.push(new Step(root, 1)));
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            int node = (int) step.node();
            if (step.node() < 0 || step.node() >= nodes || seen.get(node)) {
                return Optional.of("expected every node of its trees once, found one that is none or in two places");
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
                    return Optional.of("expected " + leaves + " leaves, found a node that points to leaf " + child);
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

    /** How many there are with a value in them: each ends with NaN, but for the last, which may. */
    private static long sets(NodeProto node) {
        double[] values =
                tensor(node, "membership_values").map(TreeEnsembleCheck::numbers).orElse(new double[0]);
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
