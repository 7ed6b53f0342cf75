package dev.onward.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The models of the conformance suite; src/test/clients/mlserver/make_models.py makes the same for MLServer. */
public final class ConformanceModels {

    private ConformanceModels() {}

    /** Writes numbers.onnx and columns.onnx. */
    public static void write(Path folder) {
        try {
            Files.write(folder.resolve("numbers.onnx"), numbers());
            Files.write(folder.resolve("columns.onnx"), columns());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of two numbers, which is larger: class 1 if it is the first, with 1 / (1 + exp(second - first)). */
    private static byte[] numbers() {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .initializer(OnnxGraphs.constant("weights", DataType.DOUBLE, 2, 2)
                        .addAllDoubleData(List.of(0.0, 1.0, 0.0, -1.0))
                        .build())
                .node("Cast", List.of("x"), "wide", OnnxGraphs.attribute("to", DataType.DOUBLE.getNumber()))
                .node("MatMul", List.of("wide", "weights"), "scores")
                .node("Softmax", List.of("scores"), "predict_proba", OnnxGraphs.attribute("axis", 1))
                .node("ArgMax", List.of("scores"), "predict", OnnxGraphs.attribute("axis", 1))
                .output("predict", DataType.INT64, -1, 1)
                .output("predict_proba", DataType.DOUBLE, -1, 2)
                .bytes();
    }

    /** A table as it came, each column named with "_out" at its end. */
    private static byte[] columns() {
        Map<String, DataType> columns = new LinkedHashMap<>();
        columns.put("fp32", DataType.FLOAT);
        columns.put("fp64", DataType.DOUBLE);
        columns.put("int32", DataType.INT32);
        columns.put("int64", DataType.INT64);
        columns.put("bool", DataType.BOOL);
        columns.put("bytes", DataType.STRING);
        OnnxGraphs graph = new OnnxGraphs();
        columns.forEach((name, type) -> graph.input(name, type, -1, 1)
                .node("Identity", List.of(name), name + "_out")
                .output(name + "_out", type, -1, 1));
        return graph.bytes();
    }
}
