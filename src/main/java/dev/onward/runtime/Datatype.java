package dev.onward.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element type of a tensor, named as in the Open Inference Protocol. */
public enum Datatype {
    BOOL(1, "BOOL", OnnxJavaType.BOOL),
    UINT8(1, "UINT8", OnnxJavaType.UINT8),
    UINT16(2, "UINT16", OnnxJavaType.UNKNOWN),
    UINT32(4, "UINT32", OnnxJavaType.UNKNOWN),
    UINT64(8, "UINT64", OnnxJavaType.UNKNOWN),
    INT8(1, "INT8", OnnxJavaType.INT8),
    INT16(2, "INT16", OnnxJavaType.INT16),
    INT32(4, "INT32", OnnxJavaType.INT32),
    INT64(8, "INT64", OnnxJavaType.INT64),
    FP16(2, "FLOAT16", OnnxJavaType.FLOAT16),
    BF16(2, "BFLOAT16", OnnxJavaType.BFLOAT16),
    FP32(4, "FLOAT", OnnxJavaType.FLOAT),
    FP64(8, "DOUBLE", OnnxJavaType.DOUBLE),
    BYTES(0, "STRING", OnnxJavaType.STRING);

    private static final String PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";
    private static final Map<String, Datatype> BY_RUNTIME_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(type -> PREFIX + type.onnx, type -> type));

    private static final Map<String, Datatype> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(Datatype::name, type -> type));

    private final int bytes;
    private final String onnx;
    private final OnnxJavaType runtimeType;

    Datatype(int bytes, String onnx, OnnxJavaType runtimeType) {
        this.bytes = bytes;
        this.onnx = onnx;
        this.runtimeType = runtimeType;
    }

    /** The type of a runtime tensor; empty for types that the protocol does not have, such as complex numbers. */
    static Optional<Datatype> of(TensorInfo info) {
        return Optional.ofNullable(BY_RUNTIME_NAME.get(info.onnxType.name()));
    }

    /** The type of this name; empty if there is none. */
    public static Optional<Datatype> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The size of an element in bytes; 0 for text, which has no fixed size. */
    public int bytes() {
        return bytes;
    }

    /**
     * Checks whether the runtime's Java API can create input tensors of this type; it cannot for UINT16, UINT32 and
     * UINT64.
     */
    public boolean isSupportedAsInput() {
        return runtimeType != OnnxJavaType.UNKNOWN;
    }

    public boolean isFloating() {
        return this == FP16 || this == BF16 || this == FP32 || this == FP64;
    }

    /** Checks whether the elements are numbers, as opposed to booleans or text. */
    public boolean isNumber() {
        return this != BOOL && this != BYTES;
    }

    OnnxJavaType runtimeType() {
        return runtimeType;
    }
}
