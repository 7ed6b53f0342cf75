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
    private final SingleRows singleRows;

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
        this.singleRows = new SingleRows(session, inputs);
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
     * Runs the graph on the rows of a table. One row can make a run fail, so the rows of a failed run are halved until
     * the row is found; the outputs of the other halves are kept.
     *
     * @param names of the outputs
     * @param permits from which each run takes one
     * @param maxFailed the number of failed rows after which the remaining rows are left out
     */
    TableOutputs run(Table table, Set<String> names, RunPermits permits, int maxFailed) {
        TableOutputs outputs = new TableOutputs(table.rows(), names, texts, permits);
        Runs runs = new Runs(table, outputs, permits, maxFailed);
        int maxRows = batch > 0 ? batch : maxRows();
        for (int from = 0; from < table.rows(); from += maxRows) {
            runs.run(from, Math.min(maxRows, table.rows() - from));
        }
        return outputs;
    }

    /** The runs on one table. */
    private final class Runs {

        private final Table table;
        private final TableOutputs outputs;
        private final RunPermits permits;
        private final int maxFailed;

        Runs(Table table, TableOutputs outputs, RunPermits permits, int maxFailed) {
            this.table = table;
            this.outputs = outputs;
            this.permits = permits;
            this.maxFailed = maxFailed;
        }

        void run(int from, int count) {
            if (isBelowLimit() && !succeeds(from, count, kept(count))) {
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
                outputs.leaveOut(first);
            }
            int rest = from + count - end;
            if (rest > 0 && isBelowLimit() && !succeeds(end, rest)) {
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
                outputs.leaveOut(from);
            } else if (!succeeds(from, half)) {
                halve(from, half);
                run(from + half, count - half);
            } else if (count == 2) {
                run(from + half, 1);
            } else {
                halve(from + half, count - half);
            }
        }

        private boolean isBelowLimit() {
            return outputs.failedRows().size() < maxFailed;
        }

        private Optional<SingleRows.Kept> kept(int count) {
            return size(count) == 1 ? singleRows.kept(outputs.names()) : Optional.empty();
        }

        /** Without kept tensors, on which a row that fails would be run twice. */
        private boolean succeeds(int from, int count) {
            return succeeds(from, count, Optional.empty());
        }

        private boolean succeeds(int from, int count, Optional<SingleRows.Kept> kept) {
            int size = size(count);
            RunPermits.Permit permit = permits.acquire(size);
            try (permit) {
                if (kept.isPresent() && kept.get().run(table, from, outputs)) {
                    return true;
                }
                TableRun.this.run(table, from, count, outputs.names(), (inputs, result) -> {
                    outputs.add(result, count, size);
                    if (size == 1) {
                        singleRows.keep(inputs, result, outputs);
                    }
                    return outputs;
                });
                kept.ifPresent(SingleRows.Kept::withdraw);
                return true;
            } catch (RunException e) {
                // The sender learns of it in the response, and could fill the log with it.
                LOG.log(System.Logger.Level.DEBUG, e.getMessage());
                return false;
            }
        }
    }

    /** The number of rows of the tensors for a run on so many rows of the table. */
    private int size(int count) {
        return batch > 0 ? batch : count;
    }

    private int maxRows() {
        long rows = Math.min(Math.min(RUN_ROWS, session.maxRowsPerRun()), RUN_BYTES / (8L * columns));
        return (int) Math.max(1, rows);
    }

    /** Reads the outputs of a run, whose inputs are still there. */
    private interface RunReader<T> {
        T read(Map<String, OnnxTensor> inputs, OrtSession.Result result) throws OrtException;
    }

    private <T> T run(Table table, int from, int count, Set<String> outputs, RunReader<T> reader) {
        int size = size(count);
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
        int size = size(table.rows());
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
