package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.onward.onnx.Graph;
import java.util.List;

/**
 * Substitutes operators of ai.onnx.ml for which the runtime has no shape rules, so that nothing after them has a shape
 * either. In a graph for shape inference, they are replaced by operators with outputs of the same type and shape.
 */
final class SubstituteOperators {

    private final GraphProto.Builder graph;
    private int names;

    /** @param graph to which operators and their inputs are added */
    SubstituteOperators(GraphProto.Builder graph) {
        this.graph = graph;
    }

    /** Adds an operator or its substitute. */
    void add(NodeProto node) {
        boolean isReplaceable = node.getDomain().equals("ai.onnx.ml")
                && node.getInputCount() > 0
                && node.getOutputCount() > 0
                && !node.getOutput(0).isEmpty();
        switch (isReplaceable ? node.getOpType() : "") {
            case "Imputer" -> node("Identity", List.of(node.getInput(0)), node.getOutput(0));
            case "Scaler", "Normalizer" -> cast(node.getInput(0), DataType.FLOAT, node.getOutput(0));
            case "FeatureVectorizer" -> vectorizer(node, TreeCheck.longs(node, "inputdimensions"));
            case "LinearRegressor" -> floats(node, Graph.number(node, "targets", 1));
            case "SVMRegressor" -> floats(node, 1);
            case "TreeEnsembleRegressor" -> floats(node, Graph.number(node, "n_targets", 0));
            case "TreeEnsemble" -> columns(node, Graph.number(node, "n_targets", 0), node.getOutput(0));
            case "TreeEnsembleClassifier" -> classes(node, labels(node).size());
            // The number of scores depends on more than its labels.
            case "SVMClassifier" -> classes(node, 0);
            default -> graph.addNode(isOldReshape(node) ? reshape(node) : node);
        }
    }

    /** Up to version 4 of the standard operators, the new shape is an attribute. */
    private static boolean isOldReshape(NodeProto node) {
        return node.getOpType().equals("Reshape")
                && node.getInputCount() == 1
                && Graph.attribute(node, "shape").isPresent();
    }

    private NodeProto reshape(NodeProto node) {
        return node.toBuilder()
                .clearAttribute()
                .addInput(constant(TreeCheck.longs(node, "shape")))
                .build();
    }

    /** Adds a constant list of integers. */
    private String constant(List<Long> numbers) {
        String name = name();
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(DataType.INT64.getNumber())
                .addDims(numbers.size())
                .addAllInt64Data(numbers));
        return name;
    }

    private static List<String> labels(NodeProto node) {
        return Graph.list(node, "classlabels_strings", "classlabels_int64s").orElse(List.of());
    }

    /** The operator takes lists of one number for one row. */
    private void vectorizer(NodeProto node, List<Long> widths) {
        long sum = widths.stream().mapToLong(Long::longValue).sum();
        if (sum == 0 || widths.stream().anyMatch(width -> width != 1)) {
            floats(node, sum);
            return;
        }
        String rows = name();
        node("Reshape", List.of(node.getInput(0), constant(List.of(-1L, 1L))), rows);
        floats(node.toBuilder().setInput(0, rows).build(), sum);
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

    /** Adds a tensor with the rows of the first input and this number of columns; unknown if the number is 0. */
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

    /** Adds an integer input, of which only the shape matters. */
    private String input(TensorShapeProto.Dimension... shape) {
        TypeProto.Tensor indices = TypeProto.Tensor.newBuilder()
                .setElemType(DataType.INT64.getNumber())
                .setShape(TensorShapeProto.newBuilder().addAllDim(List.of(shape)))
                .build();
        String name = name();
        graph.addInput(ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(indices)));
        return name;
    }

    private String name() {
        return "substitute " + names++;
    }
}
