package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.onward.onnx.Graph;
import java.util.List;

/**
 * Operators of ai.onnx.ml of which the runtime does not say how large what they give is, and so of nothing after them
 * either. In a graph that is only measured, others that give tensors of the same type and shape stand in for them.
 */
final class SubstituteOperators {

    private final GraphProto.Builder graph;
    private int names;

    /** @param graph to which they are added, with inputs of their own */
    SubstituteOperators(GraphProto.Builder graph) {
        this.graph = graph;
    }

    /** Adds an operator, or what stands in for it. */
    void add(NodeProto node) {
        boolean known = node.getDomain().equals("ai.onnx.ml")
                && node.getInputCount() > 0
                && node.getOutputCount() > 0
                && !node.getOutput(0).isEmpty();
        switch (known ? node.getOpType() : "") {
            case "Imputer" -> node("Identity", List.of(node.getInput(0)), node.getOutput(0));
            case "Scaler", "Normalizer" -> cast(node.getInput(0), DataType.FLOAT, node.getOutput(0));
            case "FeatureVectorizer" -> floats(node, sum(TreeCheck.longs(node, "inputdimensions")));
            case "LinearRegressor" -> floats(node, Graph.number(node, "targets", 1));
            case "SVMRegressor" -> floats(node, 1);
            case "TreeEnsembleRegressor" -> floats(node, Graph.number(node, "n_targets", 0));
            case "TreeEnsemble" -> columns(node, Graph.number(node, "n_targets", 0), node.getOutput(0));
            case "TreeEnsembleClassifier" -> classes(node, labels(node).size());
            // How many scores it gives depends on more than its labels.
            case "SVMClassifier" -> classes(node, 0);
            default -> graph.addNode(node);
        }
    }

    private static List<String> labels(NodeProto node) {
        return Graph.list(node, "classlabels_strings", "classlabels_int64s").orElse(List.of());
    }

    private static long sum(List<Long> widths) {
        return widths.stream().mapToLong(Long::longValue).sum();
    }

    private void floats(NodeProto node, long width) {
        cast(columns(node, width, name()), DataType.FLOAT, node.getOutput(0));
    }

    private void classes(NodeProto node, long classes) {
        String scores = columns(node, classes, name());
        String first = name();
        node("Gather", List.of(scores, input()), first, number("axis", 1));
        boolean texts = Graph.attribute(node, "classlabels_strings")
                .filter(labels -> labels.getStringsCount() > 0)
                .isPresent();
        cast(first, texts ? DataType.STRING : DataType.INT64, node.getOutput(0));
        if (node.getOutputCount() > 1 && !node.getOutput(1).isEmpty()) {
            cast(scores, DataType.FLOAT, node.getOutput(1));
        }
    }

    /** As many rows as the first input has, of so many columns, or of some if that is none. */
    private String columns(NodeProto node, long width, String output) {
        TensorShapeProto.Dimension size = width > 0
                ? TensorShapeProto.Dimension.newBuilder().setDimValue(width).build()
                : TensorShapeProto.Dimension.getDefaultInstance();
        graph.addNode(NodeProto.newBuilder()
                .setDomain("ai.onnx.ml")
                .setOpType("ArrayFeatureExtractor")
                .addInput(node.getInput(0))
                .addInput(input(size))
                .addOutput(output));
        return output;
    }

    private void cast(String tensor, DataType type, String output) {
        node("Cast", List.of(tensor), output, number("to", type.getNumber()));
    }

    private void node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllAttribute(List.of(attributes))
                .addOutput(output));
    }

    private static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** Whole numbers, of which only how many there are matters. */
    private String input(TensorShapeProto.Dimension... shape) {
        TypeProto.Tensor places = TypeProto.Tensor.newBuilder()
                .setElemType(DataType.INT64.getNumber())
                .setShape(TensorShapeProto.newBuilder().addAllDim(List.of(shape)))
                .build();
        String name = name();
        graph.addInput(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(places)));
        return name;
    }

    private String name() {
        return "stand-in " + names++;
    }
}
