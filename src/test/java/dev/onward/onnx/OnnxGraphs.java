package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.onward.model.Model;
import dev.onward.model.card.ModelCard;
import java.util.Arrays;
import java.util.List;

/** Builds small ONNX models for tests. A size of -1 is dynamic. */
public final class OnnxGraphs {

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
    private final ModelProto.Builder model = ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
            .addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3));

    public OnnxGraphs input(String name, DataType type, long... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    public OnnxGraphs output(String name, DataType type, long... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    public OnnxGraphs node(String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return node("", operator, inputs, List.of(output), attributes);
    }

    /** An operator of ai.onnx.ml. */
    public OnnxGraphs ml(String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        return node("ai.onnx.ml", operator, inputs, outputs, attributes);
    }

    /** An operator of ai.onnx.ml with a name. */
    public OnnxGraphs named(
            String name, String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        ml(operator, inputs, outputs, attributes);
        graph.getNodeBuilder(graph.getNodeCount() - 1).setName(name);
        return this;
    }

    public OnnxGraphs node(
            String domain, String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setDomain(domain)
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(Arrays.asList(attributes)));
        return this;
    }

    public OnnxGraphs floats(String name, long[] shape, float... values) {
        TensorProto.Builder tensor = constant(name, DataType.FLOAT, shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxGraphs longs(String name, long... values) {
        TensorProto.Builder tensor = constant(name, DataType.INT64, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxGraphs strings(String name, String... values) {
        TensorProto.Builder tensor = constant(name, DataType.STRING, values.length);
        for (String value : values) {
            tensor.addStringData(ByteString.copyFromUtf8(value));
        }
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxGraphs initializer(TensorProto tensor) {
        graph.addInitializer(tensor);
        return this;
    }

    public OnnxGraphs sparse(SparseTensorProto tensor) {
        graph.addSparseInitializer(tensor);
        return this;
    }

    public OnnxGraphs imports(String domain) {
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(1));
        return this;
    }

    /** Another version of the standard's operators than 17. */
    public OnnxGraphs standard(int version) {
        model.getOpsetImportBuilder(0).setVersion(version);
        return this;
    }

    /** Another version of the operators of ai.onnx.ml than 3. */
    public OnnxGraphs standardMl(int version) {
        model.getOpsetImportBuilder(1).setVersion(version);
        return this;
    }

    /** An operator made of others, in the domain "test". */
    public OnnxGraphs function(String name, List<String> inputs, List<String> outputs, NodeProto... nodes) {
        model.addFunctions(FunctionProto.newBuilder()
                .setDomain("test")
                .setName(name)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllNode(Arrays.asList(nodes))
                .addAllOpsetImport(model.getOpsetImportList())
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("test").setVersion(1)));
        return this;
    }

    public OnnxGraphs producer(String name) {
        model.setProducerName(name);
        return this;
    }

    public OnnxGraphs card(String json) {
        model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(ModelCard.KEY).setValue(json));
        return this;
    }

    public ModelProto model() {
        return model.clone().setGraph(graph).build();
    }

    public byte[] bytes() {
        return model().toByteArray();
    }

    public Model open() {
        return Model.open(bytes(), "test.onnx");
    }

    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    public static AttributeProto floats(String name, float... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        return attribute.build();
    }

    public static AttributeProto strings(String name, List<String> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }

    public static AttributeProto ints(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    public static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    public static AttributeProto attribute(String name, TensorProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(value)
                .build();
    }

    public static AttributeProto graph(String name, GraphProto value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(value)
                .build();
    }

    /** An operator for a body or a function. */
    public static NodeProto operator(
            String operator, List<String> inputs, String output, AttributeProto... attributes) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes))
                .build();
    }

    /** A body without inputs, such as a branch has. */
    public static GraphProto body(String output, NodeProto... nodes) {
        return GraphProto.newBuilder()
                .setName("body")
                .addAllNode(Arrays.asList(nodes))
                .addOutput(ValueInfoProto.newBuilder().setName(output))
                .build();
    }

    public static TensorProto.Builder constant(String name, DataType type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    public static ValueInfoProto value(String name, DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            dimensions.addDim(
                    size < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("N")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.getNumber())
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
