package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.ints;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.explain.graph.AdditiveModel;
import dev.onward.explanation.Explanation;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Graphs that are read otherwise than the runtime runs them: their rows must have no explanation. */
class AdditivityCheckTest {

    private static final int FEATURES = 4;
    private static final double[][] ROWS = RandomRows.of(new Random(3), 60, FEATURES, 0.2);

    @Test
    void explainsEveryRowOfAGraphThatIsReadAsItRuns() {
        assertThat(outcomes(trees(), trees()))
                .allSatisfy(outcome -> assertThat(outcome.reason()).isEmpty());
    }

    @Test
    void refusesAWrongDirectionOfMissingValues() {
        RandomTrees misread = trees();
        misread.roots.forEach(AdditivityCheckTest::turnMissing);

        assertRefused(misread);
    }

    @Test
    void refusesLessThanInPlaceOfLessOrEqual() {
        RandomTrees misread = trees();
        misread.roots.forEach(AdditivityCheckTest::excludeSplit);

        assertRefused(misread);
    }

    @Test
    void refusesSwappedClasses() {
        RandomTrees misread = trees();
        misread.roots.forEach(AdditivityCheckTest::swapClasses);

        assertRefused(misread);
    }

    private static void assertRefused(RandomTrees misread) {
        List<RowOutcome<Explanation>> outcomes = outcomes(trees(), misread);

        assertThat(outcomes).anySatisfy(outcome -> assertThat(outcome.reason().orElse(""))
                .matches("the contributions give \\S+, but the model returned \\S+"));
        // Rows that pass are those that the mistake does not affect.
        assertThat(outcomes.stream().filter(outcome -> outcome.reason().isPresent()))
                .hasSizeGreaterThan(ROWS.length / 4);
    }

    private static void turnMissing(RandomTrees.Node node) {
        node.missingTrue = !node.missingTrue;
        node.children.forEach(AdditivityCheckTest::turnMissing);
    }

    private static void excludeSplit(RandomTrees.Node node) {
        node.mode = node.mode.equals("BRANCH_LEQ") ? "BRANCH_LT" : node.mode;
        node.children.forEach(AdditivityCheckTest::excludeSplit);
    }

    private static void swapClasses(RandomTrees.Node node) {
        if (node.children.isEmpty()) {
            float first = node.votes[0];
            node.votes[0] = node.votes[1];
            node.votes[1] = first;
        }
        node.children.forEach(AdditivityCheckTest::swapClasses);
    }

    private static RandomTrees trees() {
        return new RandomTrees(new Random(5), FEATURES, 3, List.of("BRANCH_LEQ"), true).add(10, 4);
    }

    /** Explains the predictions of one graph by another one. */
    private static List<RowOutcome<Explanation>> outcomes(RandomTrees run, RandomTrees read) {
        try (Model model = open(run);
                Model other = open(read)) {
            AdditiveModel additive = AdditiveModel.read(other.takeGraph().orElseThrow());
            ExplainableModel explainable = ExplainableModel.of(model, additive);
            return Explainer.of(explainable, Background.of(RandomRows.table(model, ROWS)))
                    .explain(RandomRows.table(model, ROWS), Optional.of("0"));
        }
    }

    private static Model open(RandomTrees trees) {
        List<AttributeProto> attributes = new ArrayList<>(trees.attributes("class", 0, 1, 2));
        attributes.add(attribute("post_transform", "SOFTMAX"));
        attributes.add(ints("classlabels_int64s", List.of(0L, 1L, 2L)));
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, FEATURES)
                .ml(
                        "TreeEnsembleClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        attributes.toArray(new AttributeProto[0]))
                .output("label", DataType.INT64, -1)
                .output("scores", DataType.FLOAT, -1, 3)
                .open();
    }
}
