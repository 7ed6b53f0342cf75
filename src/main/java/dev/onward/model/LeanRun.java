package dev.onward.model;

import dev.onward.model.card.ModelCard;
import dev.onward.onnx.LeanGraph;
import dev.onward.onnx.OnnxFile;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.Session;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs of a graph without what only costs time, in the place of those of the original. Opened only if both return the
 * same, bit for bit, for the golden rows and for random rows.
 *
 * @param session of the lean graph
 */
record LeanRun(Session session, TableRun run) implements AutoCloseable {

    /** The size of a file, in bytes, above which a second session would take noticeable time and memory. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_ROWS = 32;

    /** The number of cells of the random rows, which only very wide tables reach. */
    private static final int MAX_CELLS = 100_000;

    /** The time of a row, in nanoseconds, beside which nothing is gained. */
    private static final long MAX_NANOS = 20_000_000;

    private static final int MAX_TIMED_RUNS = 4;

    /** The number of failing rows to find, each of which costs several runs. */
    private static final int MAX_FAILED = 8;

    private static final System.Logger LOG = System.getLogger(LeanRun.class.getName());

    /**
     * Opens a session for a lean graph.
     *
     * @param original the run of the original graph
     * @param outputs that runs are asked for
     * @return empty if nothing can be removed from the graph, or the results differ
     */
    static Optional<LeanRun> open(
            OnnxFile file, TableRun original, Set<String> outputs, ModelCard card, String origin) {
        if (file.runnable().length > MAX_BYTES || file.hasLoops()) {
            return Optional.empty();
        }
        return LeanGraph.of(file.model()).flatMap(graph -> {
            if (isSlow(original, outputs, card)) {
                return keepsOriginal(origin, "would not be noticed");
            }
            Optional<LeanRun> lean = open(graph, original, origin);
            if (lean.isPresent() && !lean.get().isLike(original, outputs, card)) {
                lean.get().close();
                return keepsOriginal(origin, "returns something else");
            }
            return lean;
        });
    }

    private static Optional<LeanRun> open(LeanGraph graph, TableRun original, String origin) {
        try {
            Session session = Session.open(graph.bytes(), false, List.of(), origin);
            return Optional.of(new LeanRun(session, original.with(graph, session)));
        } catch (ModelException e) {
            return keepsOriginal(origin, String.valueOf(e.getMessage()));
        }
    }

    private static boolean isSlow(TableRun original, Set<String> outputs, ModelCard card) {
        Table row = new RandomRows(original.schema(), card).next(1);
        // The first run also loads classes, and on a busy machine any run may have to wait for a processor.
        for (int i = 0; i < MAX_TIMED_RUNS; i++) {
            long start = System.nanoTime();
            original.run(row, outputs, RunPermits.UNLIMITED, 1);
            if (System.nanoTime() - start <= MAX_NANOS) {
                return false;
            }
        }
        return true;
    }

    private static Optional<LeanRun> keepsOriginal(String origin, String reason) {
        LOG.log(System.Logger.Level.DEBUG, origin + ": the original graph is run, because a leaner one " + reason);
        return Optional.empty();
    }

    @Override
    public void close() {
        session.close();
    }

    /**
     * Compares single rows, for which the runtime may choose other ways to compute, and many rows in one run. The
     * second single row uses the tensors of the first again.
     */
    boolean isLike(TableRun original, Set<String> outputs, ModelCard card) {
        RandomRows rows = new RandomRows(original.schema(), card);
        int many = Math.max(
                2, Math.min(MAX_ROWS, MAX_CELLS / Math.max(1, original.schema().size())));
        try {
            for (int count : List.of(1, 1, many)) {
                if (!isSame(original, outputs, rows.next(count))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private boolean isSame(TableRun original, Set<String> outputs, Table table) {
        TableOutputs expected = original.run(table, outputs, RunPermits.UNLIMITED, MAX_FAILED);
        TableOutputs actual = run.run(table, outputs, RunPermits.UNLIMITED, MAX_FAILED);
        // Where all rows fail, no numbers are compared.
        return expected.isSame(actual)
                && !(table.rows() > 1 && expected.buffers().isEmpty());
    }
}
