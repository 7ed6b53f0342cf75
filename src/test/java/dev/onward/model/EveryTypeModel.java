package dev.onward.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of an input [-1, 2] of each type that can be fed, which answers each as it came, with "_out" at its name's
 * end.
 */
public final class EveryTypeModel {

    private EveryTypeModel() {}

    public static byte[] bytes() {
        Map<String, DataType> types = new LinkedHashMap<>();
        types.put("BOOL", DataType.BOOL);
        types.put("INT8", DataType.INT8);
        types.put("INT16", DataType.INT16);
        types.put("INT32", DataType.INT32);
        types.put("INT64", DataType.INT64);
        types.put("UINT8", DataType.UINT8);
        types.put("FP16", DataType.FLOAT16);
        types.put("FP32", DataType.FLOAT);
        types.put("FP64", DataType.DOUBLE);
        types.put("BYTES", DataType.STRING);
        OnnxGraphs graph = new OnnxGraphs();
        types.forEach((name, type) -> graph.input(name, type, -1, 2)
                .node("Identity", List.of(name), name + "_out")
                .output(name + "_out", type, -1, 2));
        return graph.bytes();
    }
}
