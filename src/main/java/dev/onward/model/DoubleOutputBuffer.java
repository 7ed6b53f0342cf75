package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** An output of 64-bit floats. */
final class DoubleOutputBuffer extends OutputBuffer {
    private final double[] values;

    DoubleOutputBuffer(double[] values, int width) {
        super(width);
        this.values = values;
    }

    @Override
    OutputBuffer ofRows(int rows) {
        return new DoubleOutputBuffer(new double[Math.multiplyExact(rows, width)], width);
    }

    @Override
    void copy(OnnxTensor tensor, int row, int rows) {
        DoubleBuffer buffer = tensor.getDoubleBuffer();
        buffer.get(values, row * width, rows * width);
    }

    @Override
    void copy(ByteBuffer bytes, int row, int rows) {
        for (int i = 0; i < rows * width; i++) {
            values[row * width + i] = bytes.getDouble(i * Double.BYTES);
        }
    }

    @Override
    boolean isSame(OutputBuffer other) {
        return other instanceof DoubleOutputBuffer buffer
                && width == buffer.width
                && Arrays.equals(values, buffer.values);
    }

    @Override
    OutputBuffer first(int rows) {
        return new DoubleOutputBuffer(Arrays.copyOf(values, rows * width), width);
    }

    @Override
    Matrix matrix() {
        return Matrix.of(values, width);
    }

    @Override
    String label(int row) {
        return Double.toString(values[row]);
    }

    @Override
    Column column(int column) {
        return new Column.Doubles(
                IntStream.range(0, values.length / width)
                        .mapToDouble(row -> values[row * width + column])
                        .toArray(),
                new BitSet());
    }
}
