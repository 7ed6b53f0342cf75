package dev.onward;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A model with any number of features in one matrix, which answers their sum. */
public final class WideModel {

    private WideModel() {}

    /** Writes a model without a card, whose features are named f0, f1 and so on. */
    public static Path write(Path file, int features) {
        return write(file, features, "{}");
    }

    /** Writes a model as the other method does, whose features may be missing. */
    public static Path writeOptional(Path file, int features) {
        String optional = IntStream.range(0, features)
                .mapToObj(position -> "{\"name\":\"f" + position + "\",\"optional\":true}")
                .collect(Collectors.joining(","));
        return write(file, features, "{\"features\":[" + optional + "]}");
    }

    /** @param card in JSON */
    public static Path write(Path file, int features, String card) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("wide")
                .addInput(matrix("X", features))
                .addOutput(matrix("sum", 1))
                .addInitializer(TensorProto.newBuilder()
                        .setName("ones")
                        .setDataType(DataType.FLOAT.getNumber())
                        .addAllDims(List.of((long) features, 1L))
                        .addAllFloatData(Collections.nCopies(features, 1f)))
                .addNode(NodeProto.newBuilder()
                        .setOpType("MatMul")
                        .setName("sum")
                        .addAllInput(List.of("X", "ones"))
                        .addOutput("sum"));
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey("dev.onward.card")
                        .setValue(card))
                .setGraph(graph)
                .build();
        try {
            return Files.write(file, model.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ValueInfoProto matrix(String name, int columns) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(Dimension.newBuilder().setDimParam("N"))
                .addDim(Dimension.newBuilder().setDimValue(columns))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(DataType.FLOAT.getNumber())
                                .setShape(shape)))
                .build();
    }
}
