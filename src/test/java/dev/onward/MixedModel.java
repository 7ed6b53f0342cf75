package dev.onward;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model with a feature of every type, which answers amount + rooms + (is member) + (plan: 10 or 20). The amount may
 * be missing, and counts 100 then. Its card holds titles and a unit, and nothing that the graph shows.
 */
public final class MixedModel {

    public static final String CARD = """
            {
              "title": "Yearly premium",
              "values": [{"name": "price", "title": "Premium", "unit": "CHF"}],
              "features": [
                {"name": "amount", "title": "Insured amount", "unit": "1000 CHF",
                 "observed": {"minimum": 10, "maximum": 900, "mean": 120.5, "standardDeviation": 50}},
                {"name": "rooms", "title": "Rooms"},
                {"name": "is member", "title": "Member?"},
                {"name": "plan", "title": "Plan"},
                {"name": "it's a \\"remark\\"", "title": "Remark"}
              ],
              "data": {"name": "Made up", "license": "CC0"}
            }
            """;

    private MixedModel() {}

    public static Path write(Path folder) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("mixed")
                .addInput(column("amount", DataType.FLOAT))
                .addInput(column("rooms", DataType.INT64))
                .addInput(column("is member", DataType.BOOL))
                .addInput(column("plan", DataType.STRING))
                .addInput(column("it's a \"remark\"", DataType.STRING))
                .addOutput(column("price", DataType.FLOAT))
                .addInitializer(TensorProto.newBuilder()
                        .setName("usual")
                        .setDataType(DataType.FLOAT.getNumber())
                        .addDims(1)
                        .addFloatData(100))
                .addNode(node("IsNaN", "nan", "amount"))
                .addNode(node("Where", "a", "nan", "usual", "amount"))
                .addNode(toFloat("rooms", "r"))
                .addNode(toFloat("is member", "m"))
                .addNode(node("LabelEncoder", "p", "plan").toBuilder()
                        .setDomain("ai.onnx.ml")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("keys_strings")
                                .setType(AttributeType.STRINGS)
                                .addAllStrings(
                                        List.of(ByteString.copyFromUtf8("basic"), ByteString.copyFromUtf8("plus"))))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("values_floats")
                                .setType(AttributeType.FLOATS)
                                .addFloats(10)
                                .addFloats(20)))
                .addNode(node("Sum", "price", "a", "r", "m", "p"));
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("dev.onward.card")
                        .setValue(CARD))
                .setGraph(graph)
                .build();
        try {
            return Files.write(folder.resolve("mixed.onnx"), model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValueInfoProto column(String name, DataType type) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(1))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static NodeProto toFloat(String input, String output) {
        return node("Cast", output, input).toBuilder()
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeType.INT)
                        .setI(DataType.FLOAT.getNumber()))
                .build();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }
}
