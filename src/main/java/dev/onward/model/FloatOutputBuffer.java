package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import dev.onward.runtime.HalfFloats;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** An output of 32-bit floats, or of narrower ones, which are widened. */
final class FloatOutputBuffer extends OutputBuffer {
    private final float[] values;
    private final TensorInfo.OnnxTensorType type;

    FloatOutputBuffer(float[] values, int width, TensorInfo.OnnxTensorType type) {
        super(width);
        this.values = values;
        this.type = type;
    }

    @Override
    OutputBuffer ofRows(int rows) {
        return new FloatOutputBuffer(new float[Math.multiplyExact(rows, width)], width, type);
    }

    @Override
    void copy(OnnxTensor tensor, int row, int rows) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        buffer.get(values, row * width, rows * width);
    }

    @Override
    void copy(ByteBuffer bytes, int row, int rows) {
        for (int i = 0; i < rows * width; i++) {
            values[row * width + i] = switch (type) {
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> HalfFloats.ofFp16(bytes.getShort(i * Short.BYTES));
                case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> HalfFloats.ofBf16(bytes.getShort(i * Short.BYTES));
                default -> bytes.getFloat(i * Float.BYTES);
            };
        }
    }

    @Override
    boolean isSame(OutputBuffer other) {
        return other instanceof FloatOutputBuffer buffer
                && width == buffer.width
                && Arrays.equals(values, buffer.values);
    }

    @Override
    OutputBuffer first(int rows) {
        return new FloatOutputBuffer(Arrays.copyOf(values, rows * width), width, type);
    }

    @Override
    Matrix matrix() {
        return Matrix.of(values, width);
    }

    @Override
    boolean isSingle() {
        return true;
    }

    @Override
    String label(int row) {
        return Float.toString(values[row]);
    }

    /** Converts by decimal digits, because widening a float adds digits that the model did not give. */
    @Override
    Column column(int column) {
        return new Column.Doubles(
                IntStream.range(0, values.length / width)
                        .mapToDouble(row -> Double.parseDouble(Float.toString(values[row * width + column])))
                        .toArray(),
                new BitSet());
    }
}
