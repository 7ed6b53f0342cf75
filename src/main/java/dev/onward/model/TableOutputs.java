package dev.onward.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.onward.model.recognition.GraphOutput;
import dev.onward.runtime.RunException;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.TensorSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The outputs for those rows of a table on which the graph did not fail. Each run adds its rows; the first one shows
 * the types and widths of the outputs.
 */
final class TableOutputs {

    private final int rows;
    private final Set<String> names;
    private final Map<String, List<String>> texts;
    private final RunPermits permits;

    /** One for each name, in their order, with room for all rows; none before the first run. */
    private final List<OutputBuffer> buffers;

    private List<Integer> failedRows = List.of();
    private int added;

    /**
     * @param rows the number of rows of the table
     * @param names of the outputs that the runs are asked for
     * @param texts for each output with positions in the place of text, the text at each position
     * @param permits to which the sizes of the outputs are announced
     */
    TableOutputs(int rows, Set<String> names, Map<String, List<String>> texts, RunPermits permits) {
        this.rows = rows;
        this.names = names;
        this.texts = texts;
        this.permits = permits;
        this.buffers = new ArrayList<>(names.size());
    }

    /** The names of the outputs, in the order of the buffers. */
    Set<String> names() {
        return names;
    }

    /**
     * Copies the outputs of a run.
     *
     * @param count the number of rows of the table in the run
     * @param size the number of rows of its tensors, of which only the first ones are copied
     * @throws RunException if the tensors do not have this number of rows
     */
    void add(OrtSession.Result result, int count, int size) throws OrtException {
        List<OnnxTensor> tensors = new ArrayList<>(names.size());
        int[] widths = new int[names.size()];
        for (String name : names) {
            OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
            // Each call copies the shape.
            long[] shape = tensor.getInfo().getShape();
            checkRows(shape, size);
            widths[tensors.size()] = width(shape, size);
            tensors.add(tensor);
        }
        if (buffers.isEmpty()) {
            allocate(emptyBuffers(tensors, widths));
        }
        for (int i = 0; i < tensors.size(); i++) {
            if (widths[i] != buffers.get(i).width) {
                throw new IllegalStateException(
                        "expected " + buffers.get(i).width + " columns as in earlier runs, got " + widths[i]);
            }
            buffers.get(i).copy(tensors.get(i), added, count);
        }
        added += count;
    }

    /**
     * Copies the outputs of a run with one row.
     *
     * @param tensors whose outputs are those of this object, in their order
     * @param empty buffers without rows for these outputs
     */
    void add(TensorSet tensors, List<OutputBuffer> empty) {
        if (buffers.isEmpty()) {
            allocate(empty);
        }
        for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i).copy(tensors, i, added);
        }
        added++;
    }

    /** Leaves out a row on which the graph fails. */
    void leaveOut(int row) {
        if (failedRows.isEmpty()) {
            failedRows = new ArrayList<>();
        }
        failedRows.add(row);
    }

    /** Buffers without rows for the outputs of the runs so far. */
    List<OutputBuffer> emptyBuffers() {
        return buffers.stream().map(buffer -> buffer.ofRows(0)).toList();
    }

    /** One buffer for each output, in their order; none if there are no rows. */
    List<OutputBuffer> buffers() {
        if (failedRows.isEmpty()) {
            return buffers;
        }
        return added == 0
                ? List.of()
                : buffers.stream().map(buffer -> buffer.first(added)).toList();
    }

    /** The rows that were left out, from 0, ascending. */
    List<Integer> failedRows() {
        return failedRows;
    }

    /** Checks whether all cells are the same, bit for bit. */
    boolean isSame(TableOutputs other) {
        List<OutputBuffer> own = buffers();
        List<OutputBuffer> others = other.buffers();
        boolean isSame = failedRows.equals(other.failedRows) && own.size() == others.size();
        for (int i = 0; isSame && i < own.size(); i++) {
            isSame = own.get(i).isSame(others.get(i));
        }
        return isSame;
    }

    /** Some graphs leave out rows, such as texts without a known word. Halving the rows finds them. */
    private static void checkRows(long[] shape, int size) {
        if (!GraphOutput.isTransposed(shape, size) && (shape.length == 0 || shape[0] != size)) {
            throw new RunException(
                    "expected " + size + " rows from the model, got " + (shape.length == 0 ? "none" : shape[0]));
        }
    }

    /** The number of columns of an output; 1 for a list. */
    private static int width(long[] shape, int size) {
        return shape.length == 1 || GraphOutput.isTransposed(shape, size) ? 1 : Math.toIntExact(shape[1]);
    }

    private List<OutputBuffer> emptyBuffers(List<OnnxTensor> tensors, int[] widths) {
        List<OutputBuffer> empty = new ArrayList<>(widths.length);
        for (String name : names) {
            int i = empty.size();
            List<String> listed = texts.get(name);
            empty.add(
                    listed == null
                            ? OutputBuffer.of(tensors.get(i).getInfo(), 0, widths[i])
                            : OutputBuffer.of(listed, widths[i]));
        }
        return empty;
    }

    /** @param empty a buffer without rows for each output */
    private void allocate(List<OutputBuffer> empty) {
        long numberCount = 0;
        long textCount = 0;
        for (OutputBuffer output : empty) {
            long values = (long) rows * output.width;
            if (output.isText()) {
                textCount += values;
            } else {
                numberCount += values;
            }
        }
        permits.expectOutputs(numberCount, textCount);
        for (OutputBuffer output : empty) {
            buffers.add(output.ofRows(rows));
        }
    }
}
