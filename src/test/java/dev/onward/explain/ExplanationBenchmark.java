package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Column;
import dev.onward.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The CPU time of an explanation, the check against the runtime included: of 100 random trees with 31 leaves each, or
 * of the model and the rows that {@code -Dexplain.model} and {@code -Dexplain.rows} (CSV without a header) name. Prints
 * and asserts nothing, since machines differ.
 */
@Tag("bench")
class ExplanationBenchmark {

    private static final int ROUNDS = Integer.getInteger("explain.rounds", 15);
    private static final int ROWS = Integer.getInteger("explain.batch", 1_000);
    private static final int FEATURES = 20;

    @Test
    void measuresExplanations() throws IOException {
        double[][] rows = rows();
        for (int background : new int[] {100, 20_000}) {
            try (Model model = model()) {
                long start = System.nanoTime();
                ExplainableModel explainable = ExplainableModel.of(model);
                long read = System.nanoTime();
                Explainer explainer = Explainer.of(
                        explainable,
                        Background.of(table(model, Arrays.copyOf(rows, Math.min(background, rows.length)))));
                long prepared = System.nanoTime();
                Table explained = table(model, Arrays.copyOfRange(rows, rows.length - ROWS, rows.length));
                double[] micros = new double[ROUNDS];
                double first = micros(explainer, explained);
                for (int round = 0; round < ROUNDS; round++) {
                    micros[round] = micros(explainer, explained);
                }
                Arrays.sort(micros);
                long predicting = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                model.predict(explained);
                long predicted = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                System.out.printf(
                        Locale.ROOT,
                        "background %d: prediction alone %.1f us a row, graph read in %d ms, background in %d ms,"
                                + " first %d rows %.1f us a row, then %.1f us a row (%.1f to %.1f)%n",
                        background,
                        (predicted - predicting) / 1e3 / ROWS,
                        (read - start) / 1_000_000,
                        (prepared - read) / 1_000_000,
                        ROWS,
                        first,
                        micros[ROUNDS / 2],
                        micros[0],
                        micros[ROUNDS - 1]);
            }
        }
    }

    /** The CPU time of one thread for each row. */
    private static double micros(Explainer explainer, Table rows) {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        List<RowOutcome<Explanation>> outcomes = explainer.explain(rows, Optional.empty());
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        outcomes.stream()
                .flatMap(outcome -> outcome.reason().stream())
                .findFirst()
                .ifPresent(reason -> {
                    throw new IllegalStateException(reason);
                });
        return (end - start) / 1e3 / rows.rows();
    }

    private static Model model() {
        String file = System.getProperty("explain.model", "");
        if (!file.isEmpty()) {
            return Model.open(Path.of(file));
        }
        RandomTrees trees = new RandomTrees(new Random(1), FEATURES, 1, List.of("BRANCH_LEQ"), false).grow(100, 31);
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("target", 0));
        attributes.add(attribute("n_targets", 1));
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("y"), attributes.toArray(new AttributeProto[0]))
                .output("y", DataType.FLOAT, -1, 1)
                .open();
    }

    private static double[][] rows() throws IOException {
        String file = System.getProperty("explain.rows", "");
        return file.isEmpty()
                ? RandomRows.of(new Random(2), 30_000, FEATURES, 0)
                : Files.readAllLines(Path.of(file)).stream()
                        .map(line -> Arrays.stream(line.split(","))
                                .mapToDouble(Double::parseDouble)
                                .toArray())
                        .toArray(double[][]::new);
    }

    private static Table table(Model model, double[][] rows) {
        List<Column> columns = IntStream.range(0, model.schema().size())
                .<Column>mapToObj(i -> new Column.Doubles(
                        Arrays.stream(rows).mapToDouble(row -> row[i]).toArray(), new BitSet()))
                .toList();
        return new Table(model.schema(), columns, rows.length);
    }
}
