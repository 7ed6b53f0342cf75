package dev.onward.explain;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.ints;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Small files with graphs of which the columns would take too much time or memory to read or to compute. */
class GraphLimitsTest {

    private static final String TOO_MANY_STEPS = "its columns are computed in too many steps";
    private static final String TOO_LARGE = "the graph has more than 2000000 columns and terms";

    @Test
    void refusesColumnsThatAreUsedTwiceAgainAndAgain() {
        OnnxGraphs graph = chain(60, (own, step) -> own.node("Max", List.of("x" + step, "x" + step), "x" + (step + 1)));

        assertNotAdditive(sum(graph, "x60"), "operator \"Max\": " + TOO_MANY_STEPS);
    }

    @Test
    void refusesTextThatIsUsedTwiceAgainAndAgain() {
        OnnxGraphs graph = new OnnxGraphs()
                .standard(19)
                .input("x0", DataType.STRING, -1, 1)
                .strings("text", "a");
        for (int step = 0; step < 60; step++) {
            graph.node("Equal", List.of("x" + step, "text"), "is" + step)
                    .node("Where", List.of("is" + step, "x" + step, "x" + step), "x" + (step + 1));
        }
        graph.ml(
                        "OneHotEncoder",
                        List.of("x60"),
                        List.of("codes"),
                        OnnxGraphs.strings("cats_strings", List.of("a", "b")))
                .longs("shape", -1, 2)
                .node("Reshape", List.of("codes", "shape"), "flat");

        assertNotAdditive(sum(graph, "flat"), "operator \"Where\": " + TOO_MANY_STEPS);
    }

    @Test
    void refusesLongChains() {
        OnnxGraphs graph = chain(250, (own, step) -> own.node("Abs", List.of("x" + step), "x" + (step + 1)));

        assertNotAdditive(sum(graph, "x250"), "operator \"Abs\": " + TOO_MANY_STEPS);
    }

    @Test
    void readsChainsOfTheMaximumLength() {
        OnnxGraphs graph = chain(199, (own, step) -> own.node("Abs", List.of("x" + step), "x" + (step + 1)));

        try (Model model = sum(graph, "x199").open()) {
            assertThat(ExplainableModel.of(model).notAdditiveReason()).isEmpty();
        }
    }

    @Test
    void refusesManyColumnsOfManySteps() {
        OnnxGraphs graph = new OnnxGraphs().input("x0", DataType.FLOAT, -1, 600);
        for (int step = 0; step < 11; step++) {
            graph.node("Max", List.of("x" + step, "x" + step), "x" + (step + 1));
        }

        assertNotAdditive(sum(graph, "x11"), "its columns are computed in 2457000 steps; the maximum is 2000000");
    }

    @Test
    void refusesColumnsThatAreJoinedAgainAndAgain() {
        OnnxGraphs graph = chain(
                20,
                (own, step) ->
                        own.node("Concat", List.of("x" + step, "x" + step), "x" + (step + 1), attribute("axis", 1)));

        assertNotAdditive(sum(graph, "x20"), "operator \"Concat\": " + TOO_LARGE);
    }

    @Test
    void refusesManyCategoriesOfManyColumns() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1500)
                .ml(
                        "OneHotEncoder",
                        List.of("x"),
                        List.of("codes"),
                        ints("cats_int64s", LongStream.range(0, 1500).boxed().toList()))
                .node("Flatten", List.of("codes"), "flat");

        assertNotAdditive(sum(graph, "flat"), "operator \"OneHotEncoder\": " + TOO_LARGE);
    }

    @Test
    void countsTheTermsOfAllOperatorsTogether() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1000)
                .floats("w", new long[] {1000, 900}, ones(900_000))
                .floats("b", new long[] {900}, ones(900))
                .node("MatMul", List.of("x", "w"), "product")
                .node("Add", List.of("product", "b"), "first")
                .node("Add", List.of("first", "b"), "second")
                .output("second", DataType.FLOAT, -1, 900);

        assertNotAdditive(graph, "operator \"Add\": " + TOO_LARGE);
    }

    @Test
    void refusesLargeConstants() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2001)
                .floats("w", new long[] {2001, 1000}, ones(2_001_000))
                .node("MatMul", List.of("x", "w"), "y")
                .output("y", DataType.FLOAT, -1, 1000);

        assertNotAdditive(graph, "the graph's constants contain more than 2000000 numbers");
    }

    private static float[] ones(int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static OnnxGraphs chain(int steps, BiConsumer<OnnxGraphs, Integer> add) {
        OnnxGraphs graph = new OnnxGraphs().input("x0", DataType.FLOAT, -1, 1);
        for (int step = 0; step < steps; step++) {
            add.accept(graph, step);
        }
        return graph;
    }

    private static OnnxGraphs sum(OnnxGraphs graph, String columns) {
        return graph.longs("columnAxis", 1)
                .node("ReduceSum", List.of(columns, "columnAxis"), "y", attribute("keepdims", 1))
                .output("y", DataType.FLOAT, -1, 1);
    }

    private static void assertNotAdditive(OnnxGraphs graph, String reason) {
        try (Model model = graph.open()) {
            assertThat(ExplainableModel.of(model).notAdditiveReason()).hasValue(reason);
        }
    }
}
