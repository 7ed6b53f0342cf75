package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphSizeTest {

    private static final String RAISE = "; if you trust the model, raise the setting ";

    static Stream<HostileModel> hostile() {
        return Stream.of(
                new HostileModel(
                        "additions",
                        additions(6_001),
                        "expected at most 6,000 operators, found 6,001" + RAISE + "operator-limit"),
                new HostileModel(
                        "selections-of-columns",
                        selections(6_001),
                        "expected at most 6,000 operators, found 6,001" + RAISE + "operator-limit"),
                new HostileModel(
                        "operators-in-functions",
                        functions(61, nodes(100)),
                        "expected at most 6,000 operators, found 6,100" + RAISE + "operator-limit"),
                new HostileModel(
                        "constants",
                        constants(10_001),
                        "expected at most 10,000 constants, found 10,001" + RAISE + "constant-limit"),
                new HostileModel(
                        "inputs",
                        inputs(5_001),
                        "expected at most 5,000 inputs, found 5,001" + RAISE + "model-input-limit"),
                new HostileModel(
                        "outputs",
                        outputs(2_001),
                        "expected at most 2,000 outputs, found 2,001" + RAISE + "model-output-limit"),
                new HostileModel(
                        "graphs-inside-each-other",
                        nested(5),
                        "expected at most 4 nested graphs, found 5" + RAISE + "nesting-limit"),
                new HostileModel(
                        "functions-inside-each-other",
                        calls(33, 1),
                        "expected at most 32 nested functions, found 33" + RAISE + "call-depth-limit"),
                new HostileModel(
                        "functions-that-double",
                        calls(32, 2),
                        "expected at most 6,000 operators, found 2,147,483,647" + RAISE + "operator-limit"),
                new HostileModel(
                        "function-that-calls-itself",
                        rows().function("f", List.of("a"), List.of("b"), call("f", "a", "b"))
                                .imports("test")
                                .node("test", "f", List.of("x"), List.of("y")),
                        "function \"f\" calls itself; export the model without this function"),
                new HostileModel(
                        "functions-that-call-each-other",
                        rows().function("f", List.of("a"), List.of("b"), call("g", "a", "b"))
                                .function("g", List.of("a"), List.of("b"), call("f", "a", "b"))
                                .imports("test")
                                .node("test", "f", List.of("x"), List.of("y")),
                        "function \"f\" calls itself; export the model without this function"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void rejectsGraphsBeyondTheLimits(HostileModel model) {
        model.isRefused();
    }

    static Stream<OnnxGraphs> atTheLimit() {
        return Stream.of(additions(6_000), functions(60, nodes(100)), constants(10_000), inputs(5_000), outputs(2_000));
    }

    @ParameterizedTest
    @MethodSource("atTheLimit")
    void opensGraphsAtTheLimits(OnnxGraphs graph) {
        assertThatCode(() -> GraphSize.check(graph.model(), GuardLimits.defaults(), "test.onnx"))
                .doesNotThrowAnyException();
    }

    /** As many as an IsolationForest of 200 trees has when skl2onnx exports it. */
    @Test
    void opensAGraphOfAsManyOperatorsAsAForestOfIsolationTrees() {
        try (Model model = additions(5_410).open()) {
            assertThat(model.isTabular()).isTrue();
        }
    }

    @Test
    void appliesConfiguredLimits() {
        GuardLimits limits = GuardLimits.defaults().with(GuardLimits.Limit.OPERATORS, 6_001);

        assertThatCode(() -> GraphSize.check(additions(6_001).model(), limits, "test.onnx"))
                .doesNotThrowAnyException();
    }

    @Test
    void opensNestedGraphs() {
        try (Model model = nested(4).open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":3.0}");
        }
    }

    @Test
    void opensNestedFunctions() {
        try (Model model = calls(32, 1).open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":-3.0}");
        }
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }

    private static OnnxGraphs additions(int count) {
        OnnxGraphs graph = rows();
        for (int i = 1; i <= count; i++) {
            graph.node("Add", List.of(i == 1 ? "x" : "sum " + (i - 1), "x"), i == count ? "y" : "sum " + i);
        }
        return graph;
    }

    private static OnnxGraphs selections(int count) {
        OnnxGraphs graph = rows().longs("first", 0);
        for (int i = 1; i <= count; i++) {
            graph.ml("ArrayFeatureExtractor", List.of("x", "first"), List.of(i == count ? "y" : "column " + i));
        }
        return graph;
    }

    private static OnnxGraphs constants(int count) {
        OnnxGraphs graph = rows().node("Neg", List.of("x"), "y");
        for (int i = 0; i < count; i++) {
            graph.floats("constant " + i, new long[] {1}, i);
        }
        return graph;
    }

    private static OnnxGraphs inputs(int count) {
        OnnxGraphs graph = new OnnxGraphs().output("y", DataType.FLOAT, -1, 1);
        for (int i = 0; i < count; i++) {
            graph.input("x" + i, DataType.FLOAT, -1, 1);
        }
        return graph.node("Neg", List.of("x0"), "y");
    }

    private static OnnxGraphs outputs(int count) {
        OnnxGraphs graph = new OnnxGraphs().input("x", DataType.FLOAT, -1, 1);
        for (int i = 0; i < count; i++) {
            graph.node("Neg", List.of("x"), "y" + i).output("y" + i, DataType.FLOAT, -1, 1);
        }
        return graph;
    }

    /** Branches in branches, the innermost of which gives x. */
    private static OnnxGraphs nested(int depth) {
        NodeProto node = OnnxGraphs.operator("Identity", List.of("x"), "y" + depth);
        for (int i = depth - 1; i >= 0; i--) {
            node = OnnxGraphs.operator(
                    "If",
                    List.of("true"),
                    i == 0 ? "y" : "y" + i,
                    OnnxGraphs.graph("then_branch", OnnxGraphs.body("y" + (i + 1), node)),
                    OnnxGraphs.graph("else_branch", OnnxGraphs.body("y" + (i + 1), node)));
        }
        return rows().initializer(OnnxGraphs.constant("true", DataType.BOOL)
                        .addInt32Data(1)
                        .build())
                .node("If", node.getInputList(), "y", node.getAttributeList().toArray(AttributeProto[]::new));
    }

    private static NodeProto call(String function, String input, String output) {
        return OnnxGraphs.operator(function, List.of(input), output).toBuilder()
                .setDomain("test")
                .build();
    }

    private static NodeProto[] nodes(int count) {
        NodeProto[] nodes = new NodeProto[count];
        Arrays.setAll(nodes, i -> OnnxGraphs.operator("Neg", List.of("t" + i), "t" + (i + 1)));
        return nodes;
    }

    /** One function that is called again and again. */
    private static OnnxGraphs functions(int count, NodeProto... nodes) {
        OnnxGraphs graph = rows().function("f", List.of("t0"), List.of("t" + nodes.length), nodes)
                .imports("test");
        for (int i = 1; i <= count; i++) {
            graph.node("test", "f", List.of(i == 1 ? "x" : "z" + (i - 1)), List.of(i == count ? "y" : "z" + i));
        }
        return graph;
    }

    /** Functions each of which calls the next so many times; the last one gives -x. */
    private static OnnxGraphs calls(int depth, int times) {
        OnnxGraphs graph = rows().imports("test").node("test", "f1", List.of("x"), List.of("y"));
        for (int i = 1; i < depth; i++) {
            NodeProto[] nodes = new NodeProto[times];
            for (int j = 0; j < times; j++) {
                nodes[j] = call("f" + (i + 1), "t" + j, "t" + (j + 1));
            }
            graph.function("f" + i, List.of("t0"), List.of("t" + times), nodes);
        }
        return graph.function("f" + depth, List.of("t0"), List.of("t1"), nodes(1));
    }
}
