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

/** Creates the tensors of a graph's inputs from the rows of a table. */
final class InputTensors {

    private static final int ALIGNMENT = 8;

    private final List<GraphInput> inputs;
    private final int[] positions;

    /** @param positions for each column of the inputs, the position of its feature in the table */
    InputTensors(List<GraphInput> inputs, int[] positions) {
        this.inputs = inputs;
        this.positions = positions;
    }

    /**
     * Creates a tensor for each input. All of them except strings share one direct buffer, which the runtime reads in
     * place, so that each value is copied once.
     *
     * @param tensors receives them by the names of the inputs; the caller closes them, even after a failure
     * @param from the first row
     * @param rows the number of rows
     * @param size the number of rows of each tensor; if larger, the last row is repeated
     */
    void fill(Map<String, OnnxTensor> tensors, Table table, int from, int rows, int size) throws OrtException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes(size)).order(ByteOrder.nativeOrder());
        int start = 0;
        int column = 0;
        for (GraphInput input : inputs) {
            Column[] columns = new Column[input.columns()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = table.column(positions[column++]);
            }
            if (input.type() == ElementType.STRING) {
                String[] strings = strings(columns, from, rows, size);
                tensors.put(input.name(), OnnxTensor.createTensor(Session.environment(), strings, input.shape(size)));
                continue;
            }
            int length = size * columns.length * input.type().bytes();
            ByteBuffer slice = buffer.slice(start, length).order(ByteOrder.nativeOrder());
            numbers(slice, input.type(), columns, from, rows, size);
            tensors.put(
                    input.name(),
                    OnnxTensor.createTensor(
                            Session.environment(),
                            slice,
                            input.shape(size),
                            input.type().runtimeType()));
            start += aligned(length);
        }
    }

    private int bytes(int rows) {
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

    private static String[] strings(Column[] columns, int from, int rows, int size) {
        String[] strings = new String[size * columns.length];
        for (int i = 0; i < columns.length; i++) {
            for (int row = 0; row < size; row++) {
                strings[row * columns.length + i] = columns[i].string(from + Math.min(row, rows - 1));
            }
        }
        return strings;
    }
}
