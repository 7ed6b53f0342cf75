package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.ints;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explanation.Method;
import dev.onward.onnx.OnnxGraphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations of random trees against brute force. */
class TreeExplanationTest {

    private static final int FEATURES = 6;
    private static final double EXACT = 1e-9;

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void explainsEveryComparison(int seed) {
        random.setSeed(seed);
        RandomTrees trees = trees(1, RandomTrees.MODES, seed % 2 == 0).add(10, 5);

        assertExplained(regressor(trees, 1), seed % 2 == 0 ? 0.2 : 0, "y", row -> trees.sum(row, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT", "DOUBLE"})
    void explainsTreesOfVersion5(String type) {
        RandomTrees trees = trees(1, RandomTrees.MODES, true).add(10, 5);
        DataType precision = DataType.valueOf(type);
        OnnxGraphs graph = new OnnxGraphs()
                .standardMl(5)
                .input("x", precision, -1, FEATURES)
                .ml("TreeEnsemble", List.of("x"), List.of("y"), array(trees.attributesOfVersion5(precision)))
                .output("y", precision, -1, 1);

        assertExplained(graph, 0.2, "y", row -> trees.sum(row, 0));
    }

    @Test
    void explainsTestsOfMembership() {
        // Two trees on one feature: 0.1 for 1 or 2, otherwise 0.2; 0.3 for 0.5 or 3, otherwise 0.5.
        OnnxGraphs graph = new OnnxGraphs()
                .standardMl(5)
                .input("x", DataType.FLOAT, -1, 2)
                .ml(
                        "TreeEnsemble",
                        List.of("x"),
                        List.of("y"),
                        ints("tree_roots", List.of(0L, 1L)),
                        ints("nodes_featureids", List.of(0L, 1L)),
                        attribute(
                                "nodes_modes",
                                OnnxGraphs.constant("modes", DataType.UINT8, 2)
                                        .addInt32Data(6)
                                        .addInt32Data(6)
                                        .build()),
                        attribute("nodes_splits", RandomTrees.tensor("splits", DataType.FLOAT, List.of(0f, 0f))),
                        attribute(
                                "membership_values",
                                RandomTrees.tensor(
                                        "sets", DataType.FLOAT, List.of(2f, 1f, Float.NaN, 0.5f, 3f, Float.NaN))),
                        ints("nodes_truenodeids", List.of(0L, 2L)),
                        ints("nodes_falsenodeids", List.of(1L, 3L)),
                        ints("nodes_trueleafs", List.of(1L, 1L)),
                        ints("nodes_falseleafs", List.of(1L, 1L)),
                        ints("leaf_targetids", List.of(0L, 0L, 0L, 0L)),
                        attribute(
                                "leaf_weights",
                                RandomTrees.tensor("weights", DataType.FLOAT, List.of(0.1f, 0.2f, 0.3f, 0.5f))),
                        attribute("n_targets", 1))
                .output("y", DataType.FLOAT, -1, 1);

        assertExplained(
                graph,
                new double[][] {{0, 0.5}, {1, 0}, {2, 3}, {0.5, 3}, {3, 1}, {-1, -2}},
                "y",
                row -> (double) (row[0] == 1 || row[0] == 2 ? 0.1f : 0.2f)
                        + (row[1] == 0.5 || row[1] == 3 ? 0.3f : 0.5f));
    }

    @Test
    void explainsAnAverageWithBaseValues() {
        RandomTrees trees = trees(2, List.of("BRANCH_LEQ"), false).add(8, 4);
        OnnxGraphs graph =
                regressor(trees, 2, attribute("aggregate_function", "AVERAGE"), floats("base_values", 1.5f, -2));

        assertExplained(graph, 0, "y_1", row -> trees.sum(row, 1) / 8 - 2);
    }

    @ParameterizedTest
    @CsvSource({
        // One set of weights, for the first class.
        "LOGISTIC, 0, 0, '', 1, 1, 0",
        "LOGISTIC, 0, 0, '', 0, -1, 0",
        "LOGISTIC, 0, 0, 0.75, 1, 1, 0.75",
        "NONE, 0, 0, 0.75, 0, -1, -0.75",
        // The same for the second class, of which the runtime computes the score alone.
        "LOGISTIC, 1, 0, '', 1, 1, 0",
        "SOFTMAX, 1, 0, '', 1, 1, 0",
        "SOFTMAX, 1, 0, '', 0, -1, 0",
        "NONE, 1, 0, '', 1, 1, 0"
    })
    void explainsTwoClassesWithOneSetOfWeights(
            String transform, int id, int target, String base, String label, int sign, double constant) {
        RandomTrees trees = trees(1, List.of("BRANCH_LT"), true).add(10, 4);
        OnnxGraphs graph = classifier(trees, transform, base.isEmpty() ? new float[0] : new float[] {0.75f}, 2, id);

        assertExplained(graph, 0.1, label, row -> sign * trees.sum(row, target) + constant);
    }

    @Test
    void explainsTheShareOfTheFirstClassWhereWeightsAreNeverNegative() {
        RandomTrees trees = trees(1, List.of("BRANCH_LEQ"), false).add(10, 4);
        positive(trees, 10);
        OnnxGraphs graph = classifier(trees, "NONE", new float[0], 2, 0);

        assertExplained(graph, 0, "0", row -> 1 - trees.sum(row, 0));
        assertExplained(graph, 0, "1", row -> trees.sum(row, 0));
    }

    @Test
    void explainsTwoClassesWithTwoSetsOfWeights() {
        RandomTrees trees = trees(2, List.of("BRANCH_LEQ"), false).add(10, 4);

        assertExplained(
                classifier(trees, "SOFTMAX", new float[0], 2, 0, 1),
                0,
                "0",
                row -> trees.sum(row, 0) - trees.sum(row, 1));
        assertExplained(classifier(trees, "LOGISTIC", new float[0], 2, 0, 1), 0, "1", row -> trees.sum(row, 1));
        // With two base values the runtime ignores the second set of weights.
        assertExplained(
                classifier(trees, "NONE", new float[] {0.5f, 0.25f}, 2, 0, 1),
                0,
                "0",
                row -> -0.25 - trees.sum(row, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOFTMAX", "LOGISTIC", "NONE", "SOFTMAX_ZERO"})
    void explainsSeveralClasses(String transform) {
        RandomTrees trees = trees(3, List.of("BRANCH_LEQ", "BRANCH_GT"), true).add(10, 4);
        OnnxGraphs graph = classifier(trees, transform, new float[] {0.5f, 0.25f, -1}, 3, 0, 1, 2);

        assertExplained(graph, 0.2, "2", row -> trees.sum(row, 2) - 1);
        assertExplained(graph, 0.2, "0", row -> trees.sum(row, 0) + 0.5);
    }

    @Test
    void explainsProbit() {
        RandomTrees trees = trees(1, List.of("BRANCH_LEQ"), false).add(10, 4);
        positive(trees, 10);

        assertExplained(regressor(trees, 1, attribute("post_transform", "PROBIT")), 0, "y", row -> trees.sum(row, 0));
    }

    @Test
    void countsAllOneHotColumnsOfAFeatureAsOnePlayer() {
        // Columns: the number, and three for the category.
        RandomTrees trees = new RandomTrees(random, 4, 1, List.of("BRANCH_LEQ"), false).add(20, 4);
        OnnxGraphs graph = new OnnxGraphs()
                .input("n", DataType.FLOAT, -1, 1)
                .input("c", DataType.INT64, -1, 1)
                .ml("OneHotEncoder", List.of("c"), List.of("cube"), ints("cats_int64s", List.of(0L, 1L, 2L)))
                .node("Flatten", List.of("cube"), "codes", attribute("axis", 1))
                .node("Concat", List.of("n", "codes"), "columns", attribute("axis", 1))
                .ml("TreeEnsembleRegressor", List.of("columns"), List.of("y"), array(single(trees)))
                .output("y", DataType.FLOAT, -1, 1);
        double[][] rows = {{-1, 0}, {0.5, 1}, {2, 2}, {1, 0}, {-2, 1}, {0, 2}};

        assertExplained(
                graph,
                rows,
                "y",
                row -> trees.sum(
                        new double[] {row[0], row[1] == 0 ? 1 : 0, row[1] == 1 ? 1 : 0, row[1] == 2 ? 1 : 0}, 0));
    }

    @Test
    void addsUpSeveralOperators() {
        RandomTrees first = trees(1, List.of("BRANCH_LEQ"), false).add(5, 4);
        RandomTrees second = trees(1, List.of("BRANCH_GTE"), false).add(5, 4);
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("a"), array(single(first)))
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("b"), array(single(second)))
                .floats("factor", new long[] {1}, 0.5f)
                .node("Mul", List.of("b", "factor"), "half")
                .node("Add", List.of("a", "half"), "y")
                .output("y", DataType.FLOAT, -1, 1);

        assertExplained(graph, 0, "y", row -> first.sum(row, 0) + second.sum(row, 0) / 2);
    }

    @Test
    void explainsDeepTreesWithoutTables() {
        int features = 11;
        RandomTrees trees = new RandomTrees(random, features, 1, List.of("BRANCH_LEQ"), false).add(4, 13);
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, features)
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("y"), array(single(trees)))
                .output("y", DataType.FLOAT, -1, 1);

        assertExplained(graph, RandomRows.of(random, 4, features, 0), "y", row -> trees.sum(row, 0));
    }

    private RandomTrees trees(int targets, List<String> modes, boolean tracksMissing) {
        return new RandomTrees(random, FEATURES, targets, modes, tracksMissing);
    }

    /** Makes all votes positive, so that they add up to less than 1. */
    private static void positive(RandomTrees trees, int count) {
        List<RandomTrees.Node> open = new ArrayList<>(trees.roots);
        while (!open.isEmpty()) {
            RandomTrees.Node node = open.remove(open.size() - 1);
            open.addAll(node.children);
            for (int i = 0; i < node.votes.length; i++) {
                node.votes[i] = (float) (1 / (1 + Math.exp(-node.votes[i]))) / count;
            }
        }
    }

    /** The attributes of a regressor with a single target. */
    private static List<AttributeProto> single(RandomTrees trees) {
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("target", 0));
        attributes.add(attribute("n_targets", 1));
        return attributes;
    }

    private static OnnxGraphs regressor(RandomTrees trees, int targets, AttributeProto... more) {
        List<AttributeProto> attributes =
                new ArrayList<>(targets == 1 ? single(trees) : trees.attributes("target", 0, 1));
        if (targets > 1) {
            attributes.add(attribute("n_targets", targets));
        }
        attributes.addAll(Arrays.asList(more));
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("y"), array(attributes))
                .output("y", DataType.FLOAT, -1, targets);
    }

    private static OnnxGraphs classifier(RandomTrees trees, String transform, float[] base, int classes, int... ids) {
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("class", ids));
        attributes.add(attribute("post_transform", transform));
        attributes.add(ints("classlabels_int64s", List.of(0L, 1L, 2L).subList(0, classes)));
        if (base.length > 0) {
            attributes.add(floats("base_values", base));
        }
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml("TreeEnsembleClassifier", List.of("x"), List.of("label", "scores"), array(attributes))
                .output("label", DataType.INT64, -1)
                .output("scores", DataType.FLOAT, -1, classes);
    }

    private static AttributeProto[] array(List<AttributeProto> attributes) {
        return attributes.toArray(new AttributeProto[0]);
    }

    private void assertExplained(OnnxGraphs graph, double missing, String answer, ToDoubleFunction<double[]> f) {
        assertExplained(graph, RandomRows.of(random, 25, FEATURES, missing), answer, f);
    }

    private static void assertExplained(
            OnnxGraphs graph, double[][] rows, String answer, ToDoubleFunction<double[]> f) {
        Explained.assertBruteForce(graph, rows, answer, Method.TREES, f, EXACT);
    }
}
