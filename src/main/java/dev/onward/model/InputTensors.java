package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.onward.model.recognition.ElementType;
import dev.onward.model.recognition.GraphInput;
import dev.onward.runtime.InputBuffer;
import dev.onward.runtime.KeptTensors;
import dev.onward.runtime.Session;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Creates the tensors of a graph's inputs from the rows of a table. */
final class InputTensors {

    private final List<GraphInput> inputs;
    private final int[] positions;

    /** @param positions for each column of the inputs, the position of its feature in the table */
    InputTensors(List<GraphInput> inputs, int[] positions) {
        this.inputs = inputs;
        this.positions = positions;
    }

    /**
     * Creates a tensor for each input. All of them except strings share one buffer, which the runtime reads in place,
     * so that each value is copied once.
     *
     * @param tensors receives them by the names of the inputs; the caller closes them, even after a failure, and before
     *     the buffer
     * @param buffer with room for {@link #bytes}
     * @param from the first row
     * @param rows the number of rows
     * @param size the number of rows of each tensor; if larger, the last row is repeated
     */
    void fill(Map<String, OnnxTensor> tensors, InputBuffer buffer, Table table, int from, int rows, int size)
            throws OrtException {
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
            ByteBuffer slice = buffer.slice(size * columns.length * input.type().bytes());
            numbers(slice, input.type(), columns, from, rows, size);
            tensors.put(
                    input.name(),
                    OnnxTensor.createTensor(
                            Session.environment(),
                            slice,
                            input.shape(size),
                            input.type().runtimeType()));
        }
    }

    /**
     * Copies one row into kept tensors.
     *
     * @param tensors one for each input, in their order
     */
    void fill(KeptTensors.TensorSet tensors, Table table, int row) throws OrtException {
        int column = 0;
        for (int i = 0; i < inputs.size(); i++) {
            GraphInput input = inputs.get(i);
            Column[] columns = new Column[input.columns()];
            for (int j = 0; j < columns.length; j++) {
                columns[j] = table.column(positions[column++]);
            }
            if (input.type() == ElementType.STRING) {
                tensors.setInput(i, strings(columns, row, 1, 1));
            } else {
                numbers(tensors.input(i), input.type(), columns, row, 1, 1);
            }
        }
    }

    /** The bytes of all tensors that share a buffer, for this number of rows. */
    int bytes(int rows) {
        int bytes = 0;
        for (GraphInput input : inputs) {
            int length = Math.multiplyExact(rows, input.columns() * input.type().bytes());
            bytes = Math.addExact(bytes, InputBuffer.aligned(length));
        }
        return bytes;
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
