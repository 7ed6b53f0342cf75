package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Selects columns of matrices as rows of the transposed matrices. The runtime copies a column element by element but a
 * row as a whole. It moves transpositions past operators that compute elements, and combines them.
 */
final class ColumnSelections {

    /** Operators of which each element of the result depends on the elements at the same place. */
    private static final Set<String> ELEMENTWISE =
            Set.of("Abs", "Add", "Cast", "Clip", "Div", "Exp", "Identity", "Log", "Mul", "Neg", "Sqrt", "Sub");

    private static final int MAX_CONSTANT_RANK = 2;

    private final Set<String> matrices;
    private final Map<String, TensorProto> constants;
    private final UnaryOperator<String> unused;
    private final Map<String, String> transposed = new HashMap<>();
    private final Set<String> usedByOthers;
    private final List<NodeProto> rewritten = new ArrayList<>();

    /**
     * @param matrices the inputs of the graph that are matrices
     * @param outputs of the graph
     * @param unused makes a name that no tensor has
     */
    ColumnSelections(
            Set<String> matrices,
            Set<String> outputs,
            Map<String, TensorProto> constants,
            UnaryOperator<String> unused) {
        this.matrices = new HashSet<>(matrices);
        this.usedByOthers = new HashSet<>(outputs);
        this.constants = constants;
        this.unused = unused;
    }

    /**
     * Rewrites a graph.
     *
     * @param nodes in the order in which they run
     */
    List<NodeProto> rewritten(List<NodeProto> nodes) {
        nodes.stream().filter(node -> !isElementwise(node)).forEach(node -> usedByOthers.addAll(node.getInputList()));
        for (NodeProto node : nodes) {
            if (isColumnSelection(node)) {
                select(node);
                continue;
            }
            rewritten.add(node);
            if (isElementwise(node) && isOfMatrices(node)) {
                matrices.add(node.getOutput(0));
            }
        }
        return rewritten;
    }

    /** Checks whether a column was selected. */
    boolean areAny() {
        return !transposed.isEmpty();
    }

    private boolean isColumnSelection(NodeProto node) {
        TensorProto positions = isStandard(node) && node.getInputCount() == 2 ? constants.get(node.getInput(1)) : null;
        long axis = Graph.number(node, "axis", 0);
        return node.getOpType().equals("Gather")
                && (axis == 1 || axis == -1)
                && positions != null
                && positions.getDimsCount() == 1
                && matrices.contains(node.getInput(0))
                && !usedByOthers.contains(node.getOutput(0));
    }

    private void select(NodeProto node) {
        String columns = transposed.computeIfAbsent(node.getInput(0), matrix -> {
            String name = unused.apply(matrix + "/transposed");
            rewritten.add(transposition(matrix, name));
            return name;
        });
        String selected = unused.apply(node.getOutput(0) + "/transposed");
        rewritten.add(NodeProto.newBuilder()
                .setOpType("Gather")
                .setName(node.getName())
                .addInput(columns)
                .addInput(node.getInput(1))
                .addOutput(selected)
                .build());
        rewritten.add(transposition(selected, node.getOutput(0)));
        matrices.add(node.getOutput(0));
    }

    private static boolean isElementwise(NodeProto node) {
        return isStandard(node) && ELEMENTWISE.contains(node.getOpType());
    }

    private boolean isOfMatrices(NodeProto node) {
        return node.getInputList().stream().anyMatch(matrices::contains)
                && node.getInputList().stream().allMatch(input -> matrices.contains(input) || isSmall(input));
    }

    private boolean isSmall(String input) {
        TensorProto constant = constants.get(input);
        return constant != null && constant.getDimsCount() <= MAX_CONSTANT_RANK;
    }

    private static boolean isStandard(NodeProto node) {
        return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
    }

    /** Exchanges the rows and columns of a matrix. */
    static NodeProto transposition(String matrix, String transposed) {
        return NodeProto.newBuilder()
                .setOpType("Transpose")
                .addInput(matrix)
                .addOutput(transposed)
                .addAttribute(AttributeProto.newBuilder()
                        .setName("perm")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(1)
                        .addInts(0))
                .build();
    }
}
