package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.Graph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where numbers inside a graph come from that operators take for sizes. */
final class DataFlow {

    /** What they give is how large a tensor is, whatever its values are. */
    private static final Set<String> COUNTING = Set.of("Shape", "Size");

    /** What only moves numbers about. */
    private static final Set<String> MOVING =
            Set.of("Identity", "Cast", "Gather", "Slice", "Squeeze", "Unsqueeze", "Reshape");

    private final Graph graph;
    private final Set<String> inputs;

    DataFlow(Graph graph, Set<String> inputs) {
        this.graph = graph;
        this.inputs = inputs;
    }

    /** Whether a value in a row decides what is in the tensor, and not only how large other tensors are. */
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
                    .filter(node -> !COUNTING.contains(node.getOpType()))
                    .ifPresent(node -> node.getInputList().forEach(tensors::push));
        }
        return false;
    }

    /** Whether the tensor is a size, or some of the sizes, of another: never negative, and so neither -1 nor the least number. */
    boolean isSize(String tensor) {
        String next = tensor;
        Set<String> seen = new HashSet<>();
        while (seen.add(next)) {
            Optional<NodeProto> node = graph.producer(next);
            if (node.isEmpty() || node.get().getInputCount() == 0) {
                return false;
            } else if (COUNTING.contains(node.get().getOpType())) {
                return true;
            } else if (!MOVING.contains(node.get().getOpType())) {
                return false;
            }
            next = node.get().getInput(0);
        }
        return false;
    }
}
