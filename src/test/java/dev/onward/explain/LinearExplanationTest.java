package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explain.graph.Space;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explanations of linear models against brute force. */
class LinearExplanationTest {

    private static final double EXACT = 1e-9;
    private static final double[][] ROWS = RandomRows.of(new Random(11), 20, 3, 0);

    @ParameterizedTest
    @CsvSource({"LOGISTIC, 1, 1", "LOGISTIC, 0, -1", "NONE, 1, 1"})
    void explainsASingleScoreOfTwoClasses(String transform, String label, int sign) {
        OnnxGraphs graph = matrix().ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        floats("coefficients", 0.5f, -0.25f, 2),
                        floats("intercepts", 0.75f),
                        ints("classlabels_ints", List.of(0L, 1L)),
                        attribute("post_transform", transform))
                .output("label", DataType.INT64, -1)
                .output("scores", DataType.FLOAT, -1, 2);

        assertExplained(graph, label, row -> sign * (0.5 * row[0] - 0.25 * row[1] + 2 * row[2] + 0.75));
    }

    @Test
    void explainsASoftmaxOfSeveralClasses() {
        OnnxGraphs graph = matrix().floats("w", new long[] {3, 3}, 1, 0, -1, 0.5f, 2, 0, 0, 1, 1)
                .floats("b", new long[] {3}, 0.5f, 0, -0.5f)
                .node("Gemm", List.of("x", "w", "b"), "scores")
                .node("Softmax", List.of("scores"), "y", attribute("axis", 1))
                .output("y", DataType.FLOAT, -1, 3);

        assertExplained(graph, "2", row -> -row[0] + row[2] - 0.5);
    }

    @Test
    void explainsTwoClassesOfASoftmaxInLogOdds() {
        OnnxGraphs graph = matrix().floats("w", new long[] {3, 2}, 1, 0, 0.5f, 2, 0, 1)
                .node("MatMul", List.of("x", "w"), "scores")
                .node("Softmax", List.of("scores"), "y")
                .output("y", DataType.FLOAT, -1, 2);

        assertExplained(graph, "1", row -> -row[0] + 1.5 * row[1] + row[2]);
        assertSpace(graph, "1", Space.LOG_ODDS);
    }

    @Test
    void explainsValuesBehindAScalerAndAnImputer() {
        OnnxGraphs graph = matrix().ml(
                        "Imputer",
                        List.of("x"),
                        List.of("filled"),
                        floats("imputed_value_floats", 1, 2, 3),
                        attribute("replaced_value_float", Float.NaN))
                .ml(
                        "Scaler",
                        List.of("filled"),
                        List.of("scaled"),
                        floats("offset", 0.5f, -1, 2),
                        floats("scale", 2, 0.5f, 0.25f))
                .ml(
                        "LinearRegressor",
                        List.of("scaled"),
                        List.of("y"),
                        floats("coefficients", 1, -2, 4),
                        floats("intercepts", 10))
                .output("y", DataType.FLOAT, -1, 1);
        double[][] rows = RandomRows.of(new Random(12), 20, 3, 0.3);

        Explained.assertBruteForce(graph, rows, "y", Method.LINEAR, LinearExplanationTest::scaled, EXACT);
    }

    private static double scaled(double[] row) {
        double first = Double.isNaN(row[0]) ? 1 : row[0];
        double second = Double.isNaN(row[1]) ? 2 : row[1];
        double third = Double.isNaN(row[2]) ? 3 : row[2];
        return 10 + 2 * (first - 0.5) - 2 * 0.5 * (second + 1) + 4 * 0.25 * (third - 2);
    }

    @Test
    void explainsPolynomialsOfTheSecondDegree() {
        OnnxGraphs graph = matrix().longs("left", 0, 0, 0, 1, 2)
                .longs("right", 0, 1, 2, 2, 2)
                .node("Gather", List.of("x", "left"), "a", attribute("axis", 1))
                .node("Gather", List.of("x", "right"), "b", attribute("axis", 1))
                .node("Mul", List.of("a", "b"), "products")
                .node("Concat", List.of("x", "products"), "terms", attribute("axis", 1))
                .floats("w", new long[] {8, 1}, 1, 2, 3, 0.5f, -1, 0.25f, 2, -0.5f)
                .node("MatMul", List.of("terms", "w"), "sum")
                .node("Sigmoid", List.of("sum"), "y")
                .output("y", DataType.FLOAT, -1, 1);

        assertExplained(
                graph,
                "1",
                row -> row[0]
                        + 2 * row[1]
                        + 3 * row[2]
                        + 0.5 * row[0] * row[0]
                        - row[0] * row[1]
                        + 0.25 * row[0] * row[2]
                        + 2 * row[1] * row[2]
                        - 0.5 * row[2] * row[2]);
    }

    @Test
    void explainsALinearModelBehindPrincipalComponents() {
        OnnxGraphs graph = matrix().floats("mean", new long[] {3}, 1, 2, 3)
                .node("Sub", List.of("x", "mean"), "centred")
                .floats("axes", new long[] {3, 2}, 1, 0, 0.5f, 1, -1, 2)
                .node("MatMul", List.of("centred", "axes"), "components")
                .ml(
                        "LinearRegressor",
                        List.of("components"),
                        List.of("y"),
                        floats("coefficients", 3, -1),
                        floats("intercepts", 0))
                .output("y", DataType.FLOAT, -1, 1);

        assertExplained(graph, "y", row -> 3 * (row[0] - 1) + 0.5 * (row[1] - 2) - 5 * (row[2] - 3));
    }

    @Test
    void explainsTheLogarithmOfAnExponential() {
        OnnxGraphs graph = matrix().ml(
                        "LinearRegressor",
                        List.of("x"),
                        List.of("sum"),
                        floats("coefficients", 0.5f, -0.25f, 0.125f),
                        floats("intercepts", 1))
                .node("Exp", List.of("sum"), "y")
                .output("y", DataType.FLOAT, -1, 1);

        assertExplained(graph, "y", row -> 1 + 0.5 * row[0] - 0.25 * row[1] + 0.125 * row[2]);
        assertSpace(graph, "y", Space.LOG_VALUE);
    }

    @Test
    void countsCategoriesOfTextAsOneFeature() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("colour", DataType.STRING, -1, 1)
                .input("size", DataType.FLOAT, -1, 1)
                .ml(
                        "OneHotEncoder",
                        List.of("colour"),
                        List.of("cube"),
                        OnnxGraphs.strings("cats_strings", List.of("red", "blue")))
                .longs("shape", -1, 2)
                .node("Reshape", List.of("cube", "shape"), "codes")
                .node("Concat", List.of("codes", "size"), "columns", attribute("axis", 1))
                .ml(
                        "LinearRegressor",
                        List.of("columns"),
                        List.of("y"),
                        floats("coefficients", 1, 5, 2),
                        floats("intercepts", 0))
                .output("y", DataType.FLOAT, -1, 1);

        try (Model model = graph.open()) {
            Table background =
                    Fixture.table(model, "[{\"colour\":\"red\",\"size\":1},{\"colour\":\"blue\",\"size\":3}]");
            Table row = Fixture.table(model, "[{\"colour\":\"blue\",\"size\":4}]");
            Explanation explanation =
                    Explained.explanation(Explainer.of(ExplainableModel.of(model), Background.of(background))
                            .explain(row, Optional.empty())
                            .get(0));

            assertThat(explanation.base()).isCloseTo(7, within(EXACT));
            assertThat(Explained.amounts(explanation)).containsExactly(new double[] {2, 4}, within(EXACT));
        }
    }

    @Test
    void explainsTheDifferenceToOneRow() {
        OnnxGraphs graph = matrix().ml(
                        "LinearRegressor",
                        List.of("x"),
                        List.of("y"),
                        floats("coefficients", 1, 10, 100),
                        floats("intercepts", 0))
                .output("y", DataType.FLOAT, -1, 1);

        try (Model model = graph.open()) {
            Explanation explanation = Explained.explanation(Explainer.of(
                            ExplainableModel.of(model), Background.of(RandomRows.table(model, new double[] {1, 1, 1})))
                    .explain(RandomRows.table(model, new double[] {2, 1, 0}), Optional.empty())
                    .get(0));

            assertThat(explanation.base()).isEqualTo(111);
            assertThat(explanation.value()).isEqualTo(12);
            assertThat(explanation.backgroundRows()).isEqualTo(1);
            assertThat(Explained.amounts(explanation)).containsExactly(1, 0, -100);
        }
    }

    @Test
    void saysWhichOperatorMixesFeatures() {
        OnnxGraphs graph = matrix().ml("Normalizer", List.of("x"), List.of("unit"), attribute("norm", "L2"))
                .ml(
                        "LinearRegressor",
                        List.of("unit"),
                        List.of("y"),
                        floats("coefficients", 1, 5, 2),
                        floats("intercepts", 0))
                .output("y", DataType.FLOAT, -1, 1);

        try (Model model = graph.open()) {
            assertThat(ExplainableModel.of(model).notAdditiveReason())
                    .hasValue("operator \"Normalizer\": it mixes features");
        }
    }

    @Test
    void explainsNoRowOfWhichAValueIsTooLarge() {
        OnnxGraphs graph = matrix().ml(
                        "Scaler", List.of("x"), List.of("scaled"), floats("offset", 0), floats("scale", 10))
                .ml(
                        "LinearClassifier",
                        List.of("scaled"),
                        List.of("label", "scores"),
                        floats("coefficients", 0.5f, -0.25f, 2),
                        floats("intercepts", 0.75f),
                        ints("classlabels_ints", List.of(0L, 1L)),
                        attribute("post_transform", "LOGISTIC"))
                .output("label", DataType.INT64, -1)
                .output("scores", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            List<RowOutcome<Explanation>> outcomes = Explainer.of(
                            ExplainableModel.of(model), Background.of(RandomRows.table(model, ROWS)))
                    .explain(
                            RandomRows.table(model, new double[] {3e38, 0, 0}, new double[] {3, 0, 0}),
                            Optional.empty());

            assertThat(outcomes.get(0).reason()).hasValue("a value in the row is too large to be explained");
            assertThat(outcomes.get(1).reason()).isEmpty();
        }
    }

    private static OnnxGraphs matrix() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 3);
    }

    private static void assertExplained(OnnxGraphs graph, String answer, ToDoubleFunction<double[]> f) {
        Explained.assertBruteForce(graph, ROWS, answer, Method.LINEAR, f, EXACT);
    }

    private static void assertSpace(OnnxGraphs graph, String answer, Space space) {
        try (Model model = graph.open()) {
            assertThat(Explained.exactly(model, ROWS, answer))
                    .allSatisfy(explanation -> assertThat(explanation.space()).isEqualTo(space.title()));
        }
    }
}
