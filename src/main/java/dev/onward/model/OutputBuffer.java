package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.runtime.TensorSet;
import dev.onward.table.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The cells of one output for all rows of a table, row-major. Each run copies its rows from native memory once. */
abstract sealed class OutputBuffer
        permits FloatOutputBuffer, DoubleOutputBuffer, IntegerOutputBuffer, BooleanOutputBuffer, TextOutputBuffer {

    final int width;

    OutputBuffer(int width) {
        this.width = width;
    }

    /** A buffer for rows of cells of the tensor's type. */
    static OutputBuffer of(TensorInfo tensor, int rows, int width) {
        int size = Math.multiplyExact(rows, width);
        return switch (tensor.type) {
            case FLOAT, FLOAT16, BFLOAT16 -> new FloatOutputBuffer(new float[size], width, tensor.onnxType);
            case DOUBLE -> new DoubleOutputBuffer(new double[size], width);
            case STRING -> new TextOutputBuffer(new String[size], width);
            case BOOL -> new BooleanOutputBuffer(new boolean[size], width);
            case INT8, UINT8, INT16, INT32, INT64 -> new IntegerOutputBuffer(new long[size], width, tensor.onnxType);
            case UNKNOWN ->
                throw new IllegalStateException(
                        "expected a supported tensor type from the model, got " + tensor.onnxType);
        };
    }

    /**
     * A buffer without rows for text that the graph gives as positions in a list.
     *
     * @param texts the text at each position
     */
    static OutputBuffer of(List<String> texts, int width) {
        return new PositionOutputBuffer(new String[0], width, texts);
    }

    /** A buffer for this number of rows of the same cells. */
    abstract OutputBuffer ofRows(int rows);

    /** Checks whether the cells are text. */
    boolean isText() {
        return false;
    }

    /**
     * Copies the first rows of a tensor.
     *
     * @param row of the table for the first of them
     */
    void copy(OnnxTensor tensor, int row, int rows) throws OrtException {
        copy(tensor.getByteBuffer().order(ByteOrder.nativeOrder()), row, rows);
    }

    /**
     * Copies the only row of kept tensors.
     *
     * @param output the position of this output in the tensors
     * @param row of the table
     */
    void copy(TensorSet tensors, int output, int row) {
        copy(tensors.output(output), row, 1);
    }

    /**
     * Copies the first rows of a tensor's bytes.
     *
     * @param bytes in native order
     */
    abstract void copy(ByteBuffer bytes, int row, int rows);

    /** A copy with the first rows only. */
    abstract OutputBuffer first(int rows);

    /** Checks whether the cells are the same, bit for bit. All NaNs are the same. */
    abstract boolean isSame(OutputBuffer other);

    /** The numbers as a matrix. */
    Matrix matrix() {
        throw new IllegalStateException("expected numbers from the model");
    }

    /** Checks whether the cells are 32-bit floats. */
    boolean isSingle() {
        return false;
    }

    /** The first cell of a row as the text of a label. */
    abstract String label(int row);

    /** A column of the output as a column of a table. */
    abstract Column column(int column);
}
