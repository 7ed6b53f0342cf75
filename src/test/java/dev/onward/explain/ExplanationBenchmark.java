package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explanation.Explanation;
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
 * of the model and the rows that {@code -Dexplain.model} and {@code -Dexplain.rows} (CSV without a header) name, for
 * several backgrounds in turn. Prints and asserts nothing, since machines differ.
 */
@Tag("bench")
class ExplanationBenchmark {

    private static final int ROUNDS = Integer.getInteger("explain.rounds", 15);
    private static final int ROWS = Integer.getInteger("explain.batch", 1_000);
    private static final int FEATURES = 20;

    /** As many rows as there are, if there are fewer. */
    private static final int[] BACKGROUNDS = {100, 20_000, 100_000};

    @Test
    void measuresExplanations() throws IOException {
        double[][] rows = rows();
        List<Prepared> all = new ArrayList<>();
        try {
            for (int background : Arrays.stream(BACKGROUNDS)
                    .map(size -> Math.min(size, rows.length - ROWS))
                    .distinct()
                    .toArray()) {
                all.add(Prepared.of(model(), rows, background));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Prepared prepared : all) {
                    prepared.measure();
                }
            }
            all.forEach(Prepared::print);
        } finally {
            all.forEach(prepared -> prepared.model.close());
        }
    }

    /** A model with one background, whose rounds alternate with those of others. */
    private static final class Prepared {

        private final Model model;
        private final Explainer explainer;
        private final Table rows;
        private final String preparation;
        private final double first;
        private final List<Double> micros = new ArrayList<>();

        private Prepared(Model model, Explainer explainer, Table rows, String preparation) {
            this.model = model;
            this.explainer = explainer;
            this.rows = rows;
            this.preparation = preparation;
            this.first = micros(explainer, rows);
        }

        static Prepared of(Model model, double[][] rows, int background) {
            long start = System.nanoTime();
            ExplainableModel explainable = ExplainableModel.of(model);
            long read = System.nanoTime();
            Table compared = table(model, Arrays.copyOf(rows, background));
            long collected = System.nanoTime();
            Explainer explainer = Explainer.of(explainable, Background.of(compared));
            long prepared = System.nanoTime();
            return new Prepared(
                    model,
                    explainer,
                    table(model, Arrays.copyOfRange(rows, rows.length - ROWS, rows.length)),
                    String.format(
                            Locale.ROOT,
                            "background of %d rows: graph read in %d ms, background in %d ms",
                            compared.rows(),
                            (read - start) / 1_000_000,
                            (prepared - collected) / 1_000_000));
        }

        void measure() {
            micros.add(micros(explainer, rows));
        }

        void print() {
            List<Double> sorted = micros.stream().sorted().toList();
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            model.predict(rows);
            long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            System.out.printf(
                    Locale.ROOT,
                    "%s, first %d rows %.1f us a row, then %.1f us a row (%.1f to %.1f), of which the prediction"
                            + " takes %.1f%n",
                    preparation,
                    ROWS,
                    first,
                    sorted.get(ROUNDS / 2),
                    sorted.get(0),
                    sorted.get(ROUNDS - 1),
                    (end - start) / 1e3 / ROWS);
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
                ? RandomRows.of(new Random(2), 100_000 + ROWS, FEATURES, 0)
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
