package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.onward.model.recognition.ElementType;
import dev.onward.model.recognition.GraphInput;
import dev.onward.onnx.LeanGraph;
import dev.onward.runtime.InputBuffer;
import dev.onward.runtime.Session;
import dev.onward.runtime.TensorSet;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Creates the tensors of a graph's inputs from the rows of a table. */
final class InputTensors {

    private final List<Input> inputs;

    private InputTensors(List<Input> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /** An input of the graph that runs. */
    private static final class Input {

        private final String name;
        private final GraphInput declared;
        private final ElementType type;
        private final int[] positions;
        private final boolean transposed;

        /**
         * @param declared an input of the model with the same type and rank
         * @param type of the tensors
         * @param positions for each column, the position of its feature in the table
         * @param transposed whether the tensors have a row for each column
         */
        Input(String name, GraphInput declared, ElementType type, int[] positions, boolean transposed) {
            this.name = name;
            this.declared = declared;
            this.type = type;
            this.positions = positions;
            this.transposed = transposed;
        }

        long[] shape(int rows) {
            long[] shape = declared.shape(rows);
            if (shape.length == 2) {
                shape[1] = positions.length;
            }
            return transposed ? new long[] {shape[1], shape[0]} : shape;
        }

        Column[] columns(Table table) {
            Column[] columns = new Column[positions.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = table.column(positions[i]);
            }
            return columns;
        }

        void fill(ByteBuffer buffer, int at, int stride, Column column, int from, int rows) {
            if (type == declared.type()) {
                type.fill(buffer, at, stride, column, from, rows);
                return;
            }
            // The graph would round the numbers to floats and widen them.
            for (int i = 0; i < rows; i++) {
                buffer.putDouble(at + i * stride, (float) column.number(from + i));
            }
        }
    }

    /** @param positions for each column of the inputs, the position of its feature in the table */
    static InputTensors of(List<GraphInput> inputs, int[] positions) {
        List<Input> plain = new ArrayList<>();
        int column = 0;
        for (GraphInput input : inputs) {
            int[] own = Arrays.copyOfRange(positions, column, column + input.columns());
            plain.add(new Input(input.name(), input, input.type(), own, false));
            column += own.length;
        }
        return new InputTensors(plain);
    }

    /** The same columns for a graph in which some inputs are in the place of others. */
    InputTensors merged(Map<String, LeanGraph.Merged> merged) {
        Map<String, Input> rest = new LinkedHashMap<>();
        inputs.forEach(input -> rest.put(input.name, input));
        List<Input> joined = new ArrayList<>();
        merged.forEach((name, input) -> {
            List<Input> sources = input.sources().stream()
                    .map(rest::remove)
                    .map(Objects::requireNonNull)
                    .toList();
            int[] positions = sources.stream()
                    .flatMapToInt(source -> Arrays.stream(source.positions))
                    .toArray();
            GraphInput declared = sources.get(0).declared;
            ElementType type = input.widened() ? ElementType.DOUBLE : declared.type();
            joined.add(new Input(name, declared, type, positions, input.transposed()));
        });
        joined.addAll(rest.values());
        return new InputTensors(joined);
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
        for (Input input : inputs) {
            Column[] columns = input.columns(table);
            if (input.type == ElementType.STRING) {
                String[] strings = strings(columns, from, rows, size);
                tensors.put(input.name, OnnxTensor.createTensor(Session.environment(), strings, input.shape(size)));
                continue;
            }
            ByteBuffer slice = buffer.slice(size * columns.length * input.type.bytes());
            numbers(slice, input, columns, from, rows, size);
            tensors.put(
                    input.name,
                    OnnxTensor.createTensor(Session.environment(), slice, input.shape(size), input.type.runtimeType()));
        }
    }

    /**
     * Copies one row into kept tensors.
     *
     * @param tensors one for each input, in their order
     */
    void fill(TensorSet tensors, Table table, int row) throws OrtException {
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            if (input.type == ElementType.STRING) {
                tensors.setInput(i, strings(input.columns(table), row, 1, 1));
                continue;
            }
            ByteBuffer bytes = tensors.input(i);
            for (int j = 0; j < input.positions.length; j++) {
                input.fill(bytes, j * input.type.bytes(), 0, table.column(input.positions[j]), row, 1);
            }
        }
    }

    /** The bytes of all tensors that share a buffer, for this number of rows. */
    int bytes(int rows) {
        int bytes = 0;
        for (Input input : inputs) {
            int length = Math.multiplyExact(rows, input.positions.length * input.type.bytes());
            bytes = Math.addExact(bytes, InputBuffer.aligned(length));
        }
        return bytes;
    }

    private static void numbers(ByteBuffer buffer, Input input, Column[] columns, int from, int rows, int size) {
        int bytes = input.type.bytes();
        int stride = input.transposed ? bytes : columns.length * bytes;
        for (int i = 0; i < columns.length; i++) {
            int at = input.transposed ? i * size * bytes : i * bytes;
            input.fill(buffer, at, stride, columns[i], from, rows);
            for (int row = rows; row < size; row++) {
                input.fill(buffer, at + row * stride, stride, columns[i], from + rows - 1, 1);
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
