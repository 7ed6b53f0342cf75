package dev.onward.model.recognition;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import dev.onward.table.Column;
import dev.onward.table.DataType;
import dev.onward.table.Range;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** An element type of input tensors: its type in a table, its range, and its encoding. */
public enum ElementType {
    FLOAT(OnnxJavaType.FLOAT, 4, DataType.NUMBER, -Float.MAX_VALUE, Float.MAX_VALUE),
    DOUBLE(OnnxJavaType.DOUBLE, 8, DataType.NUMBER, -Double.MAX_VALUE, Double.MAX_VALUE),
    FLOAT16(OnnxJavaType.FLOAT16, 2, DataType.NUMBER, -65504, 65504),
    BFLOAT16(OnnxJavaType.BFLOAT16, 2, DataType.NUMBER, -3.3895313892515355e38, 3.3895313892515355e38),
    INT8(OnnxJavaType.INT8, 1, DataType.INTEGER, Byte.MIN_VALUE, Byte.MAX_VALUE),
    UINT8(OnnxJavaType.UINT8, 1, DataType.INTEGER, 0, 255),
    INT16(OnnxJavaType.INT16, 2, DataType.INTEGER, Short.MIN_VALUE, Short.MAX_VALUE),
    INT32(OnnxJavaType.INT32, 4, DataType.INTEGER, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64(OnnxJavaType.INT64, 8, DataType.INTEGER, Long.MIN_VALUE, Long.MAX_VALUE),
    BOOL(OnnxJavaType.BOOL, 1, DataType.BOOLEAN, -Double.MAX_VALUE, Double.MAX_VALUE),
    STRING(OnnxJavaType.STRING, 0, DataType.STRING, -Double.MAX_VALUE, Double.MAX_VALUE);

    private final OnnxJavaType runtimeType;
    final DataType dataType;
    private final int bytes;
    private final double minimum;
    private final double maximum;

    ElementType(OnnxJavaType runtimeType, int bytes, DataType dataType, double minimum, double maximum) {
        this.runtimeType = runtimeType;
        this.bytes = bytes;
        this.dataType = dataType;
        this.minimum = minimum;
        this.maximum = maximum;
    }

    /** Empty for a type of which the runtime's Java API cannot create tensors. */
    static Optional<ElementType> of(TensorInfo info) {
        return isWideUnsigned(info)
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(element -> element.runtimeType == info.type)
                        .findFirst();
    }

    /** Checks whether the type is one that the runtime's Java API mistakes for a signed type of the same size. */
    private static boolean isWideUnsigned(TensorInfo info) {
        return switch (info.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> true;
            default -> false;
        };
    }

    /** The same type in the runtime's API. */
    public OnnxJavaType runtimeType() {
        return runtimeType;
    }

    /** The size of an element in bytes; 0 for strings, which have no fixed size. */
    public int bytes() {
        return bytes;
    }

    /** The range of numbers that an element can represent. */
    Range accepts() {
        return new Range(minimum, maximum);
    }

    /** Checks whether it can represent a missing value, as NaN or as the empty string. */
    boolean hasMissing() {
        return isFloating() || this == STRING;
    }

    boolean isFloating() {
        return dataType == DataType.NUMBER;
    }

    /** Checks whether a feature of this type fits. A card may narrow the type of the graph, but not widen it. */
    boolean takes(DataType feature) {
        return switch (dataType) {
            case NUMBER -> feature != DataType.STRING;
            case INTEGER -> feature == DataType.INTEGER || feature == DataType.BOOLEAN;
            case BOOLEAN -> feature == DataType.BOOLEAN;
            case STRING -> feature == DataType.STRING;
        };
    }

    /**
     * Writes rows of a column into a buffer. Not for strings.
     *
     * @param at the position of the first row in the buffer, in bytes
     * @param stride the distance between rows in the buffer, in bytes
     * @param from the first row
     */
    public void fill(ByteBuffer buffer, int at, int stride, Column column, int from, int rows) {
        if (this == FLOAT) {
            for (int i = 0; i < rows; i++) {
                buffer.putFloat(at + i * stride, (float) column.number(from + i));
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            if (isFloating()) {
                putNumber(buffer, at + i * stride, column.number(from + i));
            } else {
                putWhole(buffer, at + i * stride, column.integer(from + i));
            }
        }
    }

    private void putWhole(ByteBuffer buffer, int at, long value) {
        switch (this) {
            case INT8, UINT8, BOOL -> buffer.put(at, (byte) value);
            case INT16 -> buffer.putShort(at, (short) value);
            case INT32 -> buffer.putInt(at, (int) value);
            case INT64 -> buffer.putLong(at, value);
            default -> throw new IllegalStateException("expected an integer type, got " + this);
        }
    }

    private void putNumber(ByteBuffer buffer, int at, double value) {
        switch (this) {
            case FLOAT -> buffer.putFloat(at, (float) value);
            case DOUBLE -> buffer.putDouble(at, value);
            case FLOAT16 -> buffer.putShort(at, Fp16Conversions.floatToFp16((float) value));
            case BFLOAT16 -> buffer.putShort(at, Fp16Conversions.floatToBf16((float) value));
            default -> throw new IllegalStateException("expected a floating-point type, got " + this);
        }
    }
}
