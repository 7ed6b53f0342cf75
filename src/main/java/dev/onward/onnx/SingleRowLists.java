package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Declares the length of lists of which FeatureVectorizer takes one number. For this operator (ONNX specification,
 * ai.onnx.ml), a list is one row and its length is the number of columns. So the length is 1, also if it was exported
 * as a variable number of rows, and the graph takes one row at a time. The runtime, version 1.28, returns one row for
 * several numbers, and ignores all but the first.
 */
final class SingleRowLists {

    /** Operators whose output has the shape of their input. */
    private static final Set<String> ELEMENTWISE = Set.of("Identity", "Cast", "LabelEncoder");

    private SingleRowLists() {}

    /** The model with these lengths; empty if there are no such lists. */
    static Optional<ModelProto> declare(ModelProto model) {
        Set<String> vectorized = vectorized(model.getGraph());
        GraphProto.Builder graph = model.getGraph().toBuilder();
        boolean isChanged = false;
        for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
            if (vectorized.contains(input.getName()) && isVariableList(input.build())) {
                TypeProto.Tensor.Builder tensor = input.getTypeBuilder().getTensorTypeBuilder();
                tensor.setShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(1)));
                isChanged = true;
            }
        }
        return isChanged ? Optional.of(model.toBuilder().setGraph(graph).build()) : Optional.empty();
    }

    /** The tensors of which a FeatureVectorizer takes one number, and those that have the same shape. */
    private static Set<String> vectorized(GraphProto graph) {
        Map<String, String> sources = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (NodeProto node : graph.getNodeList()) {
            if (ELEMENTWISE.contains(node.getOpType()) && node.getInputCount() == 1 && node.getOutputCount() == 1) {
                sources.put(node.getOutput(0), node.getInput(0));
            } else if (node.getOpType().equals("FeatureVectorizer")) {
                List<Long> widths = Graph.attribute(node, "inputdimensions")
                        .map(AttributeProto::getIntsList)
                        .orElse(List.of());
                IntStream.range(0, Math.min(widths.size(), node.getInputCount()))
                        .filter(i -> widths.get(i) == 1)
                        .forEach(i -> open.push(node.getInput(i)));
            }
        }
        Set<String> vectorized = new HashSet<>();
        while (!open.isEmpty()) {
            String tensor = open.pop();
            if (vectorized.add(tensor) && sources.containsKey(tensor)) {
                open.push(sources.get(tensor));
            }
        }
        return vectorized;
    }

    private static boolean isVariableList(ValueInfoProto input) {
        TensorShapeProto shape = input.getType().getTensorType().getShape();
        return shape.getDimCount() == 1 && shape.getDim(0).getDimValue() <= 0;
    }
}
