package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.Graph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Traces the tensors that operators use as sizes back to their sources. */
final class DataFlow {

    /** Operators whose outputs depend on the shapes of their inputs only. */
    private static final Set<String> SHAPE_OPERATORS = Set.of("Shape", "Size");

    /** Operators that only select or rearrange values. */
    private static final Set<String> REARRANGING =
            Set.of("Identity", "Cast", "Gather", "Slice", "Squeeze", "Unsqueeze", "Reshape");

    private final Graph graph;
    private final Set<String> inputs;

    DataFlow(Graph graph, Set<String> inputs) {
        this.graph = graph;
        this.inputs = inputs;
    }

    /** Checks whether the tensor depends on values in a row, as opposed to the shapes of tensors only. */
    boolean dependsOnValues(String tensor) {
        Deque<String> tensors = new ArrayDeque<>(List.of(tensor));
        Set<String> seen = new HashSet<>();
        while (!tensors.isEmpty()) {
            String next = tensors.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (inputs.contains(next)) {
                return true;
            }
            graph.producer(next)
                    .filter(node -> !SHAPE_OPERATORS.contains(node.getOpType()))
                    .ifPresent(node -> node.getInputList().forEach(tensors::push));
        }
        return false;
    }

    /**
     * Checks whether the tensor consists of sizes of another: never negative, and so neither -1 nor the smallest
     * integer.
     */
    boolean isSize(String tensor) {
        String next = tensor;
        Set<String> seen = new HashSet<>();
        while (seen.add(next)) {
            Optional<NodeProto> node = graph.producer(next);
            if (node.isEmpty() || node.get().getInputCount() == 0) {
                return false;
            } else if (SHAPE_OPERATORS.contains(node.get().getOpType())) {
                return true;
            } else if (!REARRANGING.contains(node.get().getOpType())) {
                return false;
            }
            next = node.get().getInput(0);
        }
        return false;
    }
}
