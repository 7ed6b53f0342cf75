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

/** Runs the graph on the rows of a table: in one go, or piece by piece where the graph or memory asks for it. */
final class TableRun {

    /** Input bytes that are given to the runtime at once: enough to make its cost per call vanish. */
    private static final long PIECE_BYTES = 16 << 20;

    private static final System.Logger LOG = System.getLogger(TableRun.class.getName());

    private final Session session;
    private final Inputs inputs;
    private final Features features;

    TableRun(Session session, Inputs inputs, Features features) {
        this.session = session;
        this.inputs = inputs;
        this.features = features;
    }

    /** The same graph asked for so many rows at once. */
    TableRun inBatchesOf(int rows) {
        return new TableRun(session, inputs.inBatchesOf(rows), features);
    }

    /** How many rows the graph is asked at once; 0 for any number. */
    int batch() {
        return inputs.batch();
    }

    Schema schema() {
        return features.schema();
    }

    /** What the graph alone calls the column of each feature. */
    List<String> columns() {
        return features.columns();
    }

    /**
     * Runs the graph on every row of a table.
     *
     * @return the cells of the outputs, in their order; nothing if the table has no rows
     * @throws InvalidInputException naming the rows on which the graph fails, such as those with a value that it does
     *     not know
     */
    List<OutputBuffer> run(Table table, Set<String> outputs) {
        try {
            return pieces(table, outputs);
        } catch (RunException e) {
            throw unanswerable(table, outputs, e);
        }
    }

    /** Looks for the rows on which the graph fails: one of them makes it fail on all that are asked together. */
    private RuntimeException unanswerable(Table table, Set<String> outputs, RunException failure) {
        List<Problem> problems = new ArrayList<>();
        for (int row = 0; row < table.rows() && problems.size() < TableBuilder.MAX_LISTED_PROBLEMS; row++) {
            try {
                ask(table, row, 1, outputs, result -> result);
            } catch (RunException e) {
                problems.add(Problem.ofRow(table.rows() == 1 ? 0 : row + 1L, "the model cannot answer this row: a value is not one that it knows"));
            }
        }
        if (problems.isEmpty()) {
            return new IllegalStateException(failure.getMessage(), failure);
        }
        LOG.log(System.Logger.Level.WARNING, failure.getMessage());
        return new InvalidInputException(problems, problems.size());
    }

    private List<OutputBuffer> pieces(Table table, Set<String> outputs) {
        int rows = table.rows();
        int piece = inputs.batch() > 0 ? inputs.batch() : largestPiece();
        List<OutputBuffer> cells = new ArrayList<>();
        for (int from = 0; from < rows; from += piece) {
            int begin = from;
            int count = Math.min(piece, rows - from);
            int size = inputs.batch() > 0 ? inputs.batch() : count;
            ask(table, from, count, outputs, result -> {
                copy(result, outputs, cells, rows, begin, count, size);
                return cells;
            });
        }
        return cells;
    }

    private int largestPiece() {
        return (int) Math.max(1, Math.min(session.maxRowsPerRun(), PIECE_BYTES / (8L * inputs.columns())));
    }

    private static void copy(
            OrtSession.Result result, Set<String> outputs, List<OutputBuffer> cells, int rows, int from, int count, int size)
            throws OrtException {
        int i = 0;
        for (String output : outputs) {
            OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
            long[] shape = tensor.getInfo().getShape();
            boolean lying = GraphOutput.isLying(shape, size);
            int width = lying ? 1 : OutputBuffer.width(tensor.getInfo());
            if (shape[0] != size && !lying) {
                throw new IllegalStateException("the model answered " + shape[0] + " rows when asked for " + size);
            }
            if (cells.size() == i) {
                cells.add(OutputBuffer.like(tensor, rows, width));
            }
            if (width != cells.get(i).width) {
                throw new IllegalStateException("the model answered " + width + " columns after " + cells.get(i).width);
            }
            cells.get(i++).copy(tensor, from, count);
        }
    }

    private <T> T ask(Table table, int from, int count, Set<String> outputs, Session.OutputReader<T> reader) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            int size = inputs.batch() > 0 ? inputs.batch() : count;
            InputTensors.fill(tensors, inputs.all(), table, features.positions(), from, count, size);
            return session.run(tensors, outputs, reader);
        } catch (OrtException e) {
            throw new IllegalStateException("the input tensors could not be made: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * What the graph really answers to the table's rows, asked at once.
     *
     * @return outputs of rows by their names, or nothing if the graph fails on these rows
     */
    Optional<List<GraphOutput>> probe(Table table, Map<String, NodeInfo> outputs) {
        int size = inputs.batch() > 0 ? inputs.batch() : table.rows();
        try {
            return Optional.of(ask(table, 0, Math.min(size, table.rows()), outputs.keySet(), result -> {
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
