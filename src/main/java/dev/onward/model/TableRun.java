package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.onward.model.recognition.Features;
import dev.onward.model.recognition.GraphOutput;
import dev.onward.model.recognition.Inputs;
import dev.onward.onnx.LeanGraph;
import dev.onward.runtime.InputBuffer;
import dev.onward.runtime.KeptTensors;
import dev.onward.runtime.RunException;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.Session;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs the graph on the rows of a table, in as many runs as the graph's batch size and memory require. */
final class TableRun {

    /**
     * The rows of one run: enough to make the cost of each call to the runtime negligible, few enough that other
     * requests soon get the permit.
     */
    static final int RUN_ROWS = 1024;

    /** The bytes of input for one run, which very wide tables reach first. */
    private static final long RUN_BYTES = 16 << 20;

    private static final System.Logger LOG = System.getLogger(TableRun.class.getName());

    private final Session session;
    private final Schema schema;
    private final InputTensors inputs;
    private final Map<String, List<String>> texts;
    private final int columns;
    private final int batch;
    private final AtomicReference<@Nullable SingleRow> singleRow = new AtomicReference<>();
    private final AtomicBoolean hasRunSingleRow = new AtomicBoolean();

    TableRun(Session session, Inputs inputs, Features features) {
        this(
                session,
                features.schema(),
                InputTensors.of(inputs.all(), features.positions()),
                Map.of(),
                inputs.columns(),
                inputs.batch());
    }

    /** @param texts for each output with positions in the place of text, the text at each position */
    private TableRun(
            Session session,
            Schema schema,
            InputTensors inputs,
            Map<String, List<String>> texts,
            int columns,
            int batch) {
        this.session = session;
        this.schema = schema;
        this.inputs = inputs;
        this.texts = texts;
        this.columns = columns;
        this.batch = batch;
    }

    /** The same graph, run on this number of rows at a time. */
    TableRun inBatchesOf(int rows) {
        return new TableRun(session, schema, inputs, texts, columns, rows);
    }

    /** The same rows, run by a graph that does the same. */
    TableRun with(LeanGraph graph, Session lean) {
        return new TableRun(lean, schema, inputs.merged(graph.merged()), graph.texts(), columns, batch);
    }

    /** The number of rows in each run; 0 for any number. */
    int batch() {
        return batch;
    }

    Schema schema() {
        return schema;
    }

    /**
     * The outputs for the rows on which the graph did not fail.
     *
     * @param buffers one for each output, in their order; none if there are no such rows
     * @param failedRows the other rows, from 0, ascending
     */
    record Result(List<OutputBuffer> buffers, List<Integer> failedRows) {

        /** Checks whether all cells are the same, bit for bit. */
        boolean isSame(Result other) {
            boolean isSame = failedRows.equals(other.failedRows) && buffers.size() == other.buffers.size();
            for (int i = 0; isSame && i < buffers.size(); i++) {
                isSame = buffers.get(i).isSame(other.buffers.get(i));
            }
            return isSame;
        }
    }

    /**
     * Kept tensors for runs with one row.
     *
     * @param outputs that the runs are asked for
     * @param empty a buffer without rows for each of them
     */
    private record SingleRow(KeptTensors tensors, Set<String> outputs, List<OutputBuffer> empty) {}

    /**
     * Runs the graph on the rows of a table. One row can make a run fail, so the rows of a failed run are halved until
     * the row is found; the outputs of the other halves are kept.
     *
     * @param permits from which each run takes one
     * @param maxFailed the number of failed rows after which the remaining rows are left out
     */
    Result run(Table table, Set<String> outputs, RunPermits permits, int maxFailed) {
        Runs runs = new Runs(table, outputs, permits, maxFailed);
        int maxRows = batch > 0 ? batch : maxRows();
        for (int from = 0; from < table.rows(); from += maxRows) {
            runs.run(from, Math.min(maxRows, table.rows() - from));
        }
        return runs.result();
    }

    /** The runs on one table. */
    private final class Runs {

        private final Table table;
        private final Set<String> outputs;
        private final RunPermits permits;
        private final int maxFailed;
        private final List<OutputBuffer> buffers;
        private final List<Integer> failedRows = new ArrayList<>();
        private int predicted;

        Runs(Table table, Set<String> outputs, RunPermits permits, int maxFailed) {
            this.table = table;
            this.outputs = outputs;
            this.permits = permits;
            this.maxFailed = maxFailed;
            this.buffers = new ArrayList<>(outputs.size());
        }

        void run(int from, int count) {
            if (failedRows.size() < maxFailed && !succeeds(from, count)) {
                bisect(from, count);
            }
        }

        /**
         * Finds the first failing row among rows on which a run failed, then runs all rows after it at once, because
         * there is rarely another one.
         */
        private void bisect(int from, int count) {
            int first = from;
            int end = from + count;
            boolean hasFailed = true;
            while (end - first > 1) {
                int half = (end - first) / 2;
                hasFailed = !succeeds(first, half);
                if (hasFailed) {
                    end = first + half;
                } else {
                    first += half;
                }
            }
            // A row that was found by elimination has not been run alone yet.
            if (hasFailed || !succeeds(first, 1)) {
                failedRows.add(first);
            }
            int rest = from + count - end;
            if (rest > 0 && failedRows.size() < maxFailed && !succeeds(end, rest)) {
                halve(end, rest);
            }
        }

        /**
         * Runs the halves of rows on which a run failed. If the first one succeeds, the second one fails, so is halved
         * too.
         */
        private void halve(int from, int count) {
            int half = count / 2;
            if (count == 1) {
                failedRows.add(from);
            } else if (!succeeds(from, half)) {
                halve(from, half);
                run(from + half, count - half);
            } else if (count == 2) {
                run(from + half, 1);
            } else {
                halve(from + half, count - half);
            }
        }

        private boolean succeeds(int from, int count) {
            int size = batch > 0 ? batch : count;
            Optional<SingleRow> kept = size == 1 ? keptTensors() : Optional.empty();
            RunPermits.Permit permit = permits.acquire();
            try (permit) {
                if (kept.isPresent() && succeeds(kept.get(), from)) {
                    predicted++;
                    return true;
                }
                TableRun.this.run(table, from, count, outputs, (inputs, result) -> {
                    copy(result, count, size);
                    if (size == 1 && hasRunSingleRow.compareAndSet(false, true)) {
                        keep(inputs, result);
                    }
                    return buffers;
                });
                kept.ifPresent(row -> row.tensors.withdraw());
            } catch (RunException e) {
                // The sender learns of it in the response, and could fill the log with it.
                LOG.log(System.Logger.Level.DEBUG, e.getMessage());
                return false;
            }
            predicted += count;
            return true;
        }

        private Optional<SingleRow> keptTensors() {
            return Optional.ofNullable(singleRow.get())
                    .filter(row -> row.tensors.areUsable() && row.outputs.equals(outputs));
        }

        /** Runs the graph on kept tensors. If it fails, a run on new tensors shows whether the row is the reason. */
        private boolean succeeds(SingleRow kept, int row) {
            try {
                session.run(kept.tensors, tensors -> inputs.fill(tensors, table, row), tensors -> {
                    if (buffers.isEmpty()) {
                        allocate(kept.empty);
                    }
                    for (int i = 0; i < buffers.size(); i++) {
                        buffers.get(i).copy(tensors, i, predicted);
                    }
                    return buffers;
                });
                return true;
            } catch (RunException e) {
                return false;
            }
        }

        private void keep(Map<String, OnnxTensor> inputs, OrtSession.Result result) {
            List<OutputBuffer> empty =
                    buffers.stream().map(buffer -> buffer.ofRows(0)).toList();
            session.keep(inputs, outputs, result)
                    .ifPresent(tensors -> singleRow.set(new SingleRow(tensors, outputs, empty)));
        }

        private void copy(OrtSession.Result result, int count, int size) throws OrtException {
            List<OnnxTensor> tensors = new ArrayList<>(outputs.size());
            int[] widths = new int[outputs.size()];
            for (String output : outputs) {
                OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
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
                buffers.get(i).copy(tensors.get(i), predicted, count);
            }
        }

        private List<OutputBuffer> emptyBuffers(List<OnnxTensor> tensors, int[] widths) {
            List<OutputBuffer> empty = new ArrayList<>(widths.length);
            for (String output : outputs) {
                int i = empty.size();
                List<String> listed = texts.get(output);
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
                long values = (long) table.rows() * output.width;
                if (output.isText()) {
                    textCount += values;
                } else {
                    numberCount += values;
                }
            }
            permits.expectOutputs(numberCount, textCount);
            for (OutputBuffer output : empty) {
                buffers.add(output.ofRows(table.rows()));
            }
        }

        Result result() {
            if (failedRows.isEmpty()) {
                return new Result(buffers, failedRows);
            }
            List<OutputBuffer> complete = predicted == 0
                    ? List.of()
                    : buffers.stream().map(buffer -> buffer.first(predicted)).toList();
            return new Result(complete, failedRows);
        }
    }

    private int maxRows() {
        long rows = Math.min(Math.min(RUN_ROWS, session.maxRowsPerRun()), RUN_BYTES / (8L * columns));
        return (int) Math.max(1, rows);
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

    /** Reads the outputs of a run, whose inputs are still there. */
    private interface RunReader<T> {
        T read(Map<String, OnnxTensor> inputs, OrtSession.Result result) throws OrtException;
    }

    private <T> T run(Table table, int from, int count, Set<String> outputs, RunReader<T> reader) {
        int size = batch > 0 ? batch : count;
        try (InputBuffer buffer = InputBuffer.take(inputs.bytes(size))) {
            Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
            try {
                inputs.fill(tensors, buffer, table, from, count, size);
                return session.run(tensors, outputs, result -> reader.read(tensors, result));
            } finally {
                tensors.values().forEach(OnnxTensor::close);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the input tensors cannot be created: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the graph once on the table's rows, to learn the actual shapes of its outputs.
     *
     * @return the outputs that have a row for each row of the table; empty if the graph fails on these rows
     */
    Optional<List<GraphOutput>> probe(Table table, Map<String, NodeInfo> outputs) {
        int size = batch > 0 ? batch : table.rows();
        try {
            return Optional.of(run(table, 0, Math.min(size, table.rows()), outputs.keySet(), (inputs, result) -> {
                List<GraphOutput> found = new ArrayList<>();
                for (String name : outputs.keySet()) {
                    if (result.get(name).orElseThrow() instanceof OnnxTensor tensor) {
                        GraphOutput.of(name, tensor.getInfo(), size).ifPresent(found::add);
                    }
                }
                return found;
            }));
        } catch (RunException failed) {
            return Optional.empty();
        }
    }
}
