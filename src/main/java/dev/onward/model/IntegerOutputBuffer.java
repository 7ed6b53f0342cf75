package dev.onward.model;

import ai.onnxruntime.TensorInfo;
import dev.onward.runtime.RunException;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** An output of integers of any size, signed or unsigned. */
final class IntegerOutputBuffer extends OutputBuffer {
    private final long[] values;
    private final TensorInfo.OnnxTensorType type;

    IntegerOutputBuffer(long[] values, int width, TensorInfo.OnnxTensorType type) {
        super(width);
        this.values = values;
        this.type = type;
    }

    @Override
    OutputBuffer ofRows(int rows) {
        return new IntegerOutputBuffer(new long[Math.multiplyExact(rows, width)], width, type);
    }

    @Override
    void copy(ByteBuffer bytes, int row, int rows) {
        for (int i = 0; i < rows * width; i++) {
            // The Java type of the wide unsigned types is the signed one of the same size.
            values[row * width + i] = switch (type) {
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> bytes.get(i);
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Byte.toUnsignedLong(bytes.get(i));
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> bytes.getShort(i * Short.BYTES);
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Short.toUnsignedLong(bytes.getShort(i * Short.BYTES));
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> bytes.getInt(i * Integer.BYTES);
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES));
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> signed(bytes.getLong(i * Long.BYTES));
                default -> bytes.getLong(i * Long.BYTES);
            };
        }
    }

    /** @throws RunException if the unsigned number does not fit, so that the row is reported */
    private static long signed(long unsigned) {
        if (unsigned < 0) {
            throw new RunException("the model returned " + Long.toUnsignedString(unsigned)
                    + "; expected an integer up to " + Long.MAX_VALUE);
        }
        return unsigned;
    }

    @Override
    boolean isSame(OutputBuffer other) {
        return other instanceof IntegerOutputBuffer buffer
                && width == buffer.width
                && Arrays.equals(values, buffer.values);
    }

    @Override
    OutputBuffer first(int rows) {
        return new IntegerOutputBuffer(Arrays.copyOf(values, rows * width), width, type);
    }

    @Override
    String label(int row) {
        return Long.toString(values[row]);
    }

    @Override
    Column column(int column) {
        return new Column.Longs(
                IntStream.range(0, values.length / width)
                        .mapToLong(row -> values[row * width + column])
                        .toArray(),
                new BitSet());
    }
}
