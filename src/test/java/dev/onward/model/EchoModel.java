package dev.onward.model;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.Datatype;
import java.util.List;

/** Models that answer the tensor that they are asked: "x" comes back as "y". */
public final class EchoModel {

    private EchoModel() {}

    /** @param shape -1 for a size that may vary */
    public static byte[] bytes(Datatype datatype, long... shape) {
        DataType type =
                switch (datatype) {
                    case FP16 -> DataType.FLOAT16;
                    case BF16 -> DataType.BFLOAT16;
                    case FP32 -> DataType.FLOAT;
                    case FP64 -> DataType.DOUBLE;
                    case BYTES -> DataType.STRING;
                    default -> DataType.valueOf(datatype.name());
                };
        return new OnnxGraphs()
                .input("x", type, shape)
                .node("Identity", List.of("x"), "y")
                .output("y", type, shape)
                .bytes();
    }

    public static Model open(Datatype datatype, long... shape) {
        return Model.open(bytes(datatype, shape), "echo.onnx");
    }
}
