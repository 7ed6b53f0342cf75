package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explain.CoalitionGame.NoAnswerException;
import dev.onward.explain.graph.TableRow;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Explanations from the answers of a graph that no exact method reads, against brute force. */
class EstimationTest {

    /** The graph computes in floats. */
    private static final double SINGLE = 1e-5;

    /** The 97.5 % quantile of Student's t for many degrees of freedom. */
    private static final double QUANTILE = 1.97;

    @Test
    void enumeratesFewFeatures() {
        double[][] rows = RandomRows.of(new Random(21), 8, 6, 0);
        try (Model model = network(6).open()) {
            Explainer explainer = explainer(model, rows);

            List<Explanation> explanations = explain(explainer, RandomRows.table(model, rows));

            for (int i = 0; i < rows.length; i++) {
                Explanation explanation = explanations.get(i);
                assertThat(explanation.method()).isEqualTo(Method.ENUMERATION);
                assertThat(explanation.space()).isEqualTo("value");
                assertThat(Explained.amounts(explanation))
                        .containsExactly(BruteForce.shapley(EstimationTest::network, rows[i], rows), within(SINGLE));
            }
        }
    }

    @Test
    void estimatesManyFeaturesWithTheirStandardErrors() {
        double[][] rows = RandomRows.of(new Random(22), 16, 14, 0);
        double[][] background = Arrays.copyOf(rows, 5);
        int inside = 0;
        int count = 0;
        try (Model model = network(14).open()) {
            Explainer explainer = explainer(model, background);

            List<Explanation> explanations = explain(explainer, RandomRows.table(model, rows));

            for (int i = 5; i < rows.length; i++) {
                Explanation explanation = explanations.get(i);
                assertThat(explanation.method()).isEqualTo(Method.SAMPLING);
                assertThat(explanation.base()
                                + Arrays.stream(Explained.amounts(explanation)).sum())
                        .isCloseTo(explanation.value(), within(1e-9));
                double[] expected = BruteForce.shapley(EstimationTest::network, rows[i], background);
                for (int feature = 0; feature < expected.length; feature++) {
                    Contribution contribution = explanation.contributions().get(feature);
                    double error = contribution.standardError().orElseThrow();
                    if (error > 0) {
                        count++;
                        inside += Math.abs(contribution.amount() - expected[feature]) <= QUANTILE * error + SINGLE
                                ? 1
                                : 0;
                    }
                }
            }
        }
        // 95 % are expected; with this many, 90 % is below three standard deviations.
        assertThat(count).isGreaterThan(100);
        assertThat((double) inside / count).isBetween(0.88, 1.0);
    }

    @Test
    void givesTheSameEstimateAgain() {
        double[][] rows = RandomRows.of(new Random(23), 3, 14, 0);
        try (Model model = network(14).open()) {
            Explainer explainer = explainer(model, rows);
            Table table = RandomRows.table(model, rows);

            assertThat(explain(explainer, table)).isEqualTo(explain(explainer, table));
        }
    }

    @Test
    void leavesOutFeaturesThatDoNotDiffer() {
        double[] row = new double[14];
        double[] other = row.clone();
        other[3] = 2;
        other[7] = -1;
        try (Model model = network(14).open()) {
            Explanation explanation = explain(explainer(model, new double[][] {other}), RandomRows.table(model, row))
                    .get(0);

            assertThat(explanation.method()).isEqualTo(Method.ENUMERATION);
            assertThat(Explained.amounts(explanation))
                    .containsExactly(
                            BruteForce.shapley(EstimationTest::network, row, new double[][] {other}), within(SINGLE));
        }
    }

    @Test
    void givesNothingToEqualRows() {
        double[] row = {1, 2, 3, 0, 0, 1};
        try (Model model = network(6).open()) {
            Explanation explanation = explain(explainer(model, new double[][] {row}), RandomRows.table(model, row))
                    .get(0);

            assertThat(explanation.base()).isEqualTo(explanation.value());
            assertThat(Explained.amounts(explanation)).containsOnly(0);
        }
    }

    @Test
    void refusesEstimatesIfTheModelReturnsAnotherNumberForTheSameRow() {
        double[][] rows = RandomRows.of(new Random(24), 3, 14, 0);
        try (Model model = network(14).open();
                Model other = network(14, 2).open()) {
            Explainer explainer = explainer(model, rows);
            double[] active = IntStream.range(0, 14)
                    .mapToDouble(feature -> Math.signum(weight(feature, 0)))
                    .toArray();
            Table table = RandomRows.table(model, active);

            RowOutcome<Explanation> same = explainer
                    .explanations(model, table, model.predict(table), Optional.empty())
                    .apply(0);
            RowOutcome<Explanation> different = explainer
                    .explanations(other, table, model.predict(table), Optional.empty())
                    .apply(0);

            assertThat(Explained.explanation(same).method()).isEqualTo(Method.SAMPLING);
            assertThat(different.reason()).hasValueSatisfying(reason -> assertThat(reason)
                    .matches("the model returned \\S+ and \\S+ for the same row"));
        }
    }

    @Test
    void explainsNoRowOfWhichTheContributionsAreTooLarge() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.DOUBLE, -1, 2)
                .node("Relu", List.of("x"), "active")
                .initializer(OnnxGraphs.constant("v", DataType.DOUBLE, 2, 1)
                        .addDoubleData(1)
                        .addDoubleData(-1)
                        .build())
                .node("MatMul", List.of("active", "v"), "y")
                .output("y", DataType.DOUBLE, -1, 1);
        try (Model model = graph.open()) {
            Explainer explainer = explainer(model, new double[][] {{0, 0.5e308}});

            List<RowOutcome<Explanation>> outcomes = explainer.explain(
                    RandomRows.table(model, new double[] {1.7e308, 0}, new double[] {1, 2}), Optional.empty());

            assertThat(outcomes.get(0).reason()).hasValue("a value in the row is too large to be explained");
            assertThat(outcomes.get(1).reason()).isEmpty();
        }
    }

    @Test
    void predictsCombinationsOfManyFeaturesInParts() throws NoAnswerException {
        int features = 5000;
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, features)
                .floats("w", new long[] {features, 1}, new float[features])
                .node("MatMul", List.of("x", "w"), "sum")
                .node("Relu", List.of("sum"), "y")
                .output("y", DataType.FLOAT, -1, 1);
        try (Model model = graph.open()) {
            Table table = RandomRows.table(model, new double[features]);
            CoalitionGame game = new CoalitionGame(model, new TableRow(table, 0), Background.of(table), 0);
            List<Integer> combinations = new ArrayList<>();

            double[] answers = game.answers(50, (combination, feature) -> {
                combinations.add(combination);
                return combination % 2 == 0 ? CoalitionGame.EXPLAINED : 0;
            });

            assertThat(answers).hasSize(50).containsOnly(0);
            // 20 combinations, of which the cells are in memory at a time, for one feature after another.
            assertThat(combinations.subList(0, 20 * features)).allMatch(combination -> combination < 20);
            assertThat(combinations).contains(49);
        }
    }

    private static Explainer explainer(Model model, double[][] background) {
        ExplainableModel explainable = ExplainableModel.of(model);
        assertThat(explainable.notAdditiveReason()).hasValue("operator \"Relu\": not supported by the exact methods");
        return Explainer.of(explainable, Background.of(RandomRows.table(model, background)));
    }

    private static List<Explanation> explain(Explainer explainer, Table rows) {
        return explainer.explain(rows, Optional.empty()).stream()
                .map(Explained::explanation)
                .toList();
    }

    /** A network with a hidden layer of two units, the weights of which are {@link #weight}. */
    private static OnnxGraphs network(int features) {
        return network(features, 1);
    }

    private static OnnxGraphs network(int features, float first) {
        float[] weights = new float[2 * features];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) weight(i / 2, i % 2);
        }
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, features)
                .floats("w", new long[] {features, 2}, weights)
                .node("MatMul", List.of("x", "w"), "hidden")
                .node("Relu", List.of("hidden"), "active")
                .floats("v", new long[] {2, 1}, first, -0.5f)
                .node("MatMul", List.of("active", "v"), "y")
                .output("y", DataType.FLOAT, -1, 1);
    }

    private static double weight(int feature, int unit) {
        return ((feature * 7 + unit * 3) % 11 - 5) / 4.0;
    }

    private static double network(double[] row) {
        double[] hidden = new double[2];
        for (int i = 0; i < row.length; i++) {
            hidden[0] += weight(i, 0) * row[i];
            hidden[1] += weight(i, 1) * row[i];
        }
        return Math.max(0, hidden[0]) - 0.5 * Math.max(0, hidden[1]);
    }
}
