package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.onward.model.recognition.ElementType;
import dev.onward.model.recognition.GraphInput;
import dev.onward.runtime.Session;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Makes the tensors of a graph's inputs from the rows of a table. */
final class InputTensors {

    private static final int ALIGNMENT = 8;

    private InputTensors() {}

    /**
     * Makes a tensor for each input. All of them but texts share one direct buffer, which the runtime reads in place, so
     * that each value is copied once.
     *
     * @param tensors gets them by the names of the inputs, for the caller to close even after a failure
     * @param positions for each column of the inputs the position of its feature in the table
     * @param from the first row
     * @param rows the number of rows
     * @param size the rows that each tensor has; if it has more, the last row is repeated
     */
    static void fill(
            Map<String, OnnxTensor> tensors,
            List<GraphInput> inputs,
            Table table,
            int[] positions,
            int from,
            int rows,
            int size)
            throws OrtException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes(inputs, size)).order(ByteOrder.nativeOrder());
        int start = 0;
        int column = 0;
        for (GraphInput input : inputs) {
            Column[] columns = new Column[input.columns()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = table.column(positions[column++]);
            }
            if (input.type() == ElementType.STRING) {
                tensors.put(
                        input.name(),
                        OnnxTensor.createTensor(
                                Session.environment(), texts(columns, from, rows, size), input.shape(size)));
                continue;
            }
            int length = size * columns.length * input.type().bytes();
            ByteBuffer slice = buffer.slice(start, length).order(ByteOrder.nativeOrder());
            numbers(slice, input.type(), columns, from, rows, size);
            tensors.put(
                    input.name(),
                    OnnxTensor.createTensor(Session.environment(), slice, input.shape(size), input.type().runtimeType()));
            start += aligned(length);
        }
    }

    private static int bytes(List<GraphInput> inputs, int rows) {
        int bytes = 0;
        for (GraphInput input : inputs) {
            int length = Math.multiplyExact(rows, input.columns() * input.type().bytes());
            bytes = Math.addExact(bytes, aligned(length));
        }
        return bytes;
    }

    private static int aligned(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static void numbers(ByteBuffer buffer, ElementType type, Column[] columns, int from, int rows, int size) {
        int stride = columns.length * type.bytes();
        for (int i = 0; i < columns.length; i++) {
            type.fill(buffer, i * type.bytes(), stride, columns[i], from, rows);
            for (int row = rows; row < size; row++) {
                type.fill(buffer, row * stride + i * type.bytes(), stride, columns[i], from + rows - 1, 1);
            }
        }
    }

    private static String[] texts(Column[] columns, int from, int rows, int size) {
        String[] texts = new String[size * columns.length];
        for (int i = 0; i < columns.length; i++) {
            for (int row = 0; row < size; row++) {
                texts[row * columns.length + i] = columns[i].string(from + Math.min(row, rows - 1));
            }
        }
        return texts;
    }
}
