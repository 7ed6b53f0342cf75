package dev.onward.train.estimator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Builds an ONNX graph node by node. Methods that add a node or a constant return its name in the graph. */
final class GraphBuilder {

    /** The domain of the operators for machine learning, which a file must import to use one of them. */
    static final String ML_DOMAIN = "ai.onnx.ml";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("onward");
    private final String prefix;

    /** @param inputs the names of the inputs that will be added */
    GraphBuilder(List<String> inputs) {
        // Inputs have the names of the data's columns, which may be any text; inner names must differ from them.
        prefix = Stream.iterate("/", slashes -> slashes + "/")
                .filter(slashes -> inputs.stream().noneMatch(input -> input.startsWith(slashes)))
                .findFirst()
                .orElseThrow();
    }

    /** Adds a graph input [batch, 1]. */
    void input(String name, DataType type) {
        graph.addInput(value(name, type, batch(), size(1)));
    }

    GraphProto build() {
        return graph.build();
    }

    String node(String operator, List<String> inputs, String name, AttributeProto... attributes) {
        String output = prefix + name;
        graph.addNode(node(operator, inputs, attributes).addOutput(output));
        return output;
    }

    /** Adds a node of the domain ai.onnx.ml. */
    String mlNode(String operator, List<String> inputs, String name, AttributeProto... attributes) {
        String output = prefix + name;
        graph.addNode(node(operator, inputs, attributes).setDomain(ML_DOMAIN).addOutput(output));
        return output;
    }

    /** Adds a node with a graph output of strings [batch]. */
    void stringOutput(String operator, List<String> inputs, String name, AttributeProto... attributes) {
        graph.addNode(node(operator, inputs, attributes).addOutput(name));
        graph.addOutput(value(name, DataType.STRING, batch()));
    }

    /** Adds a node with a graph output of floats [batch, columns]. */
    void floatOutput(String operator, List<String> inputs, String name, int columns, AttributeProto... attributes) {
        graph.addNode(node(operator, inputs, attributes).addOutput(name));
        graph.addOutput(value(name, DataType.FLOAT, batch(), size(columns)));
    }

    String doubles(String name, double[] values, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.DOUBLE_VALUE);
        for (double value : values) {
            tensor.addDoubleData(value);
        }
        return constant(name, tensor, shape);
    }

    String longs(String name, int[] values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.INT64_VALUE);
        for (int value : values) {
            tensor.addInt64Data(value);
        }
        return constant(name, tensor, values.length);
    }

    String strings(String name, List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(DataType.STRING_VALUE);
        for (String value : values) {
            tensor.addStringData(ByteString.copyFromUtf8(value));
        }
        return constant(name, tensor, values.size());
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, List<String> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }

    private String constant(String name, TensorProto.Builder tensor, long... shape) {
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor.setName(prefix + name));
        return prefix + name;
    }

    private static NodeProto.Builder node(String operator, List<String> inputs, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllAttribute(Arrays.asList(attributes));
    }

    private static ValueInfoProto value(String name, DataType type, Dimension... shape) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(TensorShapeProto.newBuilder().addAllDim(Arrays.asList(shape)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static Dimension batch() {
        return Dimension.newBuilder().setDimParam("batch").build();
    }

    private static Dimension size(long size) {
        return Dimension.newBuilder().setDimValue(size).build();
    }
}
