package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * Removes empty names at the end of operators' input lists, which by the ONNX specification (IR, "Optional Inputs and
 * Outputs") mean the same as a shorter list. The runtime, version 1.28, follows a null pointer for a LayerNormalization
 * with such a bias and for reductions with such axes, for some shapes of the other inputs.
 */
final class TrailingInputs {

    private TrailingInputs() {}

    /** The model without trailing empty inputs; empty if there are none. */
    static Optional<ModelProto> trim(ModelProto model) {
        boolean none = !has(model.getGraph())
                && model.getFunctionsList().stream().noneMatch(function -> has(function.getNodeList()));
        if (none) {
            return Optional.empty();
        }
        ModelProto.Builder trimmed = model.toBuilder().setGraph(trim(model.getGraph()));
        for (int i = 0; i < model.getFunctionsCount(); i++) {
            FunctionProto.Builder function = model.getFunctions(i).toBuilder().clearNode();
            model.getFunctions(i).getNodeList().forEach(node -> function.addNode(trim(node)));
            trimmed.setFunctions(i, function);
        }
        return Optional.of(trimmed.build());
    }

    private static boolean has(GraphProto graph) {
        return has(graph.getNodeList());
    }

    private static boolean has(List<NodeProto> nodes) {
        return nodes.stream()
                .anyMatch(node -> last(node) < node.getInputCount()
                        || FlatGraph.bodies(node).stream().anyMatch(TrailingInputs::has));
    }

    /** The number of inputs without the trailing empty ones. */
    private static int last(NodeProto node) {
        int count = node.getInputCount();
        while (count > 0 && node.getInput(count - 1).isEmpty()) {
            count--;
        }
        return count;
    }

    private static GraphProto trim(GraphProto graph) {
        GraphProto.Builder trimmed = graph.toBuilder().clearNode();
        graph.getNodeList().forEach(node -> trimmed.addNode(trim(node)));
        return trimmed.build();
    }

    private static NodeProto trim(NodeProto node) {
        NodeProto.Builder trimmed = node.toBuilder().clearInput().clearAttribute();
        trimmed.addAllInput(node.getInputList().subList(0, last(node)));
        node.getAttributeList().forEach(attribute -> trimmed.addAttribute(trim(attribute)));
        return trimmed.build();
    }

    private static AttributeProto trim(AttributeProto attribute) {
        AttributeProto.Builder trimmed = attribute.toBuilder().clearGraphs();
        attribute.getGraphsList().forEach(graph -> trimmed.addGraphs(trim(graph)));
        return attribute.hasG() ? trimmed.setG(trim(attribute.getG())).build() : trimmed.build();
    }
}
