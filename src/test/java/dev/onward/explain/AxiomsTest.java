package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explanation.Explanation;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The axioms that define Shapley values, on random trees. */
class AxiomsTest {

    private static final int FEATURES = 5;
    private static final double EXACT = 1e-12;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void contributionsAddUpToTheDifferenceToTheBase(int seed) {
        Random random = new Random(seed);
        RandomTrees trees = trees(random, FEATURES);
        double[][] rows = RandomRows.of(random, 30, FEATURES, 0);

        for (Explanation explanation : explain(trees, rows)) {
            assertThat(explanation.base()
                            + Arrays.stream(Explained.amounts(explanation)).sum())
                    .isCloseTo(explanation.value(), within(EXACT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFeatureThatNoTreeTestsContributesNothing(int seed) {
        Random random = new Random(seed);
        RandomTrees trees = trees(random, FEATURES - 1);
        double[][] rows = RandomRows.of(random, 30, FEATURES, 0);

        for (Explanation explanation : explain(trees, rows)) {
            assertThat(Explained.amounts(explanation)[FEATURES - 1]).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void featuresThatPlayTheSamePartContributeTheSame(int seed) {
        Random random = new Random(seed);
        RandomTrees trees = trees(new Random(seed), FEATURES);
        // The same trees again, with the first two features exchanged.
        RandomTrees exchanged = trees(new Random(seed), FEATURES);
        exchange(exchanged.roots);
        trees.roots.addAll(exchanged.roots);
        double[][] rows = RandomRows.of(random, 30, FEATURES, 0);
        for (double[] row : rows) {
            row[1] = row[0];
        }

        for (Explanation explanation : explain(trees, rows)) {
            double[] amounts = Explained.amounts(explanation);
            assertThat(amounts[0]).isCloseTo(amounts[1], within(EXACT));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void contributionsToEnsemblesAddUp(int seed) {
        Random random = new Random(seed);
        RandomTrees first = trees(random, FEATURES);
        RandomTrees second = trees(random, FEATURES);
        RandomTrees both = new RandomTrees(random, FEATURES, 1, List.of("BRANCH_LEQ"), false);
        both.roots.addAll(first.roots);
        both.roots.addAll(second.roots);
        double[][] rows = RandomRows.of(random, 30, FEATURES, 0);

        List<Explanation> ofFirst = explain(first, rows);
        List<Explanation> ofSecond = explain(second, rows);
        List<Explanation> ofBoth = explain(both, rows);

        for (int i = 0; i < rows.length; i++) {
            double[] sums = Explained.amounts(ofFirst.get(i));
            double[] more = Explained.amounts(ofSecond.get(i));
            Arrays.setAll(sums, feature -> sums[feature] + more[feature]);
            assertThat(Explained.amounts(ofBoth.get(i))).containsExactly(sums, within(EXACT));
        }
    }

    private static void exchange(List<RandomTrees.Node> nodes) {
        for (RandomTrees.Node node : nodes) {
            node.column = node.column < 2 ? 1 - node.column : node.column;
            exchange(node.children);
        }
    }

    private static RandomTrees trees(Random random, int columns) {
        return new RandomTrees(random, columns, 1, List.of("BRANCH_LEQ"), false).add(6, 4);
    }

    private static List<Explanation> explain(RandomTrees trees, double[][] rows) {
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("target", 0));
        attributes.add(attribute("n_targets", 1));
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml("TreeEnsembleRegressor", List.of("x"), List.of("y"), attributes.toArray(new AttributeProto[0]))
                .output("y", DataType.FLOAT, -1, 1);
        try (Model model = graph.open()) {
            return Explained.exactly(model, rows, "y");
        }
    }
}
