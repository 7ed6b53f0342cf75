package dev.onward.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.onward.model.recognition.Features;
import dev.onward.model.recognition.GraphOutput;
import dev.onward.model.recognition.Inputs;
import dev.onward.runtime.RunException;
import dev.onward.runtime.Session;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the graph on the rows of a table, in as many runs as the graph's batch size and memory require. */
final class TableRun {

    /** The bytes of input for one run: enough to make the cost of each call to the runtime negligible. */
    private static final long RUN_BYTES = 16 << 20;

    private static final System.Logger LOG = System.getLogger(TableRun.class.getName());

    private final Session session;
    private final Schema schema;
    private final InputTensors inputs;
    private final int columns;
    private final int batch;

    TableRun(Session session, Inputs inputs, Features features) {
        this(
                session,
                features.schema(),
                new InputTensors(inputs.all(), features.positions()),
                inputs.columns(),
                inputs.batch());
    }

    private TableRun(Session session, Schema schema, InputTensors inputs, int columns, int batch) {
        this.session = session;
        this.schema = schema;
        this.inputs = inputs;
        this.columns = columns;
        this.batch = batch;
    }

    /** The same graph, run on this number of rows at a time. */
    TableRun inBatchesOf(int rows) {
        return new TableRun(session, schema, inputs, columns, rows);
    }

    /** The number of rows in each run; 0 for any number. */
    int batch() {
        return batch;
    }

    Schema schema() {
        return schema;
    }

    /**
     * Runs the graph on every row of a table.
     *
     * @return a buffer for each output, in their order; none if the table has no rows
     * @throws InvalidInputException with the rows on which the graph fails, such as those with an unknown category
     */
    List<OutputBuffer> run(Table table, Set<String> outputs) {
        try {
            return runs(table, outputs);
        } catch (RunException e) {
            throw failure(table, outputs, e);
        }
    }

    /** Finds the rows on which the graph fails, because one of them makes the whole run fail. */
    private RuntimeException failure(Table table, Set<String> outputs, RunException cause) {
        List<Problem> problems = new ArrayList<>();
        for (int row = 0; row < table.rows() && problems.size() < TableBuilder.MAX_LISTED_PROBLEMS; row++) {
            try {
                run(table, row, 1, outputs, result -> result);
            } catch (RunException e) {
                problems.add(Problem.ofRow(
                        table.rows() == 1 ? 0 : row + 1L,
                        "the model cannot process this row; it may contain a value that the model does not support"));
            }
        }
        if (problems.isEmpty()) {
            return new IllegalStateException(cause.getMessage(), cause);
        }
        LOG.log(System.Logger.Level.WARNING, cause.getMessage());
        return new InvalidInputException(problems, problems.size());
    }

    private List<OutputBuffer> runs(Table table, Set<String> outputs) {
        int rows = table.rows();
        int maxRows = batch > 0 ? batch : maxRows();
        List<OutputBuffer> buffers = new ArrayList<>();
        for (int from = 0; from < rows; from += maxRows) {
            int begin = from;
            int count = Math.min(maxRows, rows - from);
            int size = batch > 0 ? batch : count;
            run(table, from, count, outputs, result -> {
                copy(result, outputs, buffers, rows, begin, count, size);
                return buffers;
            });
        }
        return buffers;
    }

    private int maxRows() {
        return (int) Math.max(1, Math.min(session.maxRowsPerRun(), RUN_BYTES / (8L * columns)));
    }

    private static void copy(
            OrtSession.Result result,
            Set<String> outputs,
            List<OutputBuffer> buffers,
            int rows,
            int from,
            int count,
            int size)
            throws OrtException {
        int i = 0;
        for (String output : outputs) {
            OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
            long[] shape = tensor.getInfo().getShape();
            boolean transposed = GraphOutput.isTransposed(shape, size);
            int width = transposed ? 1 : OutputBuffer.width(tensor.getInfo());
            if (shape[0] != size && !transposed) {
                throw new IllegalStateException("expected " + size + " rows from the model, got " + shape[0]);
            }
            if (buffers.size() == i) {
                buffers.add(OutputBuffer.like(tensor, rows, width));
            }
            if (width != buffers.get(i).width) {
                throw new IllegalStateException(
                        "expected " + buffers.get(i).width + " columns as in earlier runs, got " + width);
            }
            buffers.get(i++).copy(tensor, from, count);
        }
    }

    private <T> T run(Table table, int from, int count, Set<String> outputs, Session.OutputReader<T> reader) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            int size = batch > 0 ? batch : count;
            inputs.fill(tensors, table, from, count, size);
            return session.run(tensors, outputs, reader);
        } catch (OrtException e) {
            throw new IllegalStateException("the input tensors cannot be created: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
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
            return Optional.of(run(table, 0, Math.min(size, table.rows()), outputs.keySet(), result -> {
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
