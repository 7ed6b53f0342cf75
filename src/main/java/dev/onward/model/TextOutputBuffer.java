package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.onward.runtime.TensorSet;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** An output of text. */
sealed class TextOutputBuffer extends OutputBuffer permits PositionOutputBuffer {
    final String[] values;

    TextOutputBuffer(String[] values, int width) {
        super(width);
        this.values = values;
    }

    @Override
    OutputBuffer ofRows(int rows) {
        return new TextOutputBuffer(new String[Math.multiplyExact(rows, width)], width);
    }

    @Override
    boolean isText() {
        return true;
    }

    @Override
    void copy(OnnxTensor tensor, int row, int rows) throws OrtException {
        Object value = tensor.getValue();
        String[] flat = value instanceof String[][] matrix
                ? Arrays.stream(matrix).flatMap(Arrays::stream).toArray(String[]::new)
                : (String[]) value;
        System.arraycopy(flat, 0, values, row * width, rows * width);
    }

    @Override
    void copy(TensorSet tensors, int output, int row) {
        System.arraycopy(tensors.outputTexts(output), 0, values, row * width, width);
    }

    @Override
    void copy(ByteBuffer bytes, int row, int rows) {
        throw new IllegalStateException("expected numbers, got text");
    }

    @Override
    boolean isSame(OutputBuffer other) {
        return other instanceof TextOutputBuffer buffer
                && width == buffer.width
                && Arrays.equals(values, buffer.values);
    }

    @Override
    OutputBuffer first(int rows) {
        return new TextOutputBuffer(Arrays.copyOf(values, rows * width), width);
    }

    @Override
    String label(int row) {
        return values[row];
    }

    @Override
    Column column(int column) {
        List<String> texts = IntStream.range(0, values.length / width)
                .mapToObj(row -> values[row * width + column])
                .toList();
        return new Column.Strings(texts, new BitSet());
    }
}
