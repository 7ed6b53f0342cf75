package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import dev.onward.runtime.RunException;
import dev.onward.runtime.TensorSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** An output of text that the tensors have as positions in a list. */
final class PositionOutputBuffer extends TextOutputBuffer {
    private final List<String> texts;

    PositionOutputBuffer(String[] values, int width, List<String> texts) {
        super(values, width);
        this.texts = texts;
    }

    @Override
    OutputBuffer ofRows(int rows) {
        return new PositionOutputBuffer(new String[Math.multiplyExact(rows, width)], width, texts);
    }

    @Override
    void copy(OnnxTensor tensor, int row, int rows) {
        copy(tensor.getByteBuffer().order(ByteOrder.nativeOrder()), row, rows);
    }

    @Override
    void copy(TensorSet tensors, int output, int row) {
        copy(tensors.output(output), row, 1);
    }

    @Override
    void copy(ByteBuffer bytes, int row, int rows) {
        for (int i = 0; i < rows * width; i++) {
            long position = bytes.getLong(i * Long.BYTES);
            if (position < 0 || position >= texts.size()) {
                throw new RunException("expected a position below " + texts.size() + ", got " + position);
            }
            values[row * width + i] = texts.get((int) position);
        }
    }
}
