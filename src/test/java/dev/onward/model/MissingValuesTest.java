package dev.onward.model;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import dev.onward.table.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a value may be missing, and which values are known. */
class MissingValuesTest {

    @Test
    void takesNoneWhereAnImputerReplacesNaN() {
        try (Model model = imputed(Float.NaN).open()) {
            assertThat(Asking.json(model, "[{\"f0\":null,\"f1\":2},{\"f0\":1},{}]"))
                    .isEqualTo("[{\"values\":{\"y_0\":10.0,\"y_1\":2.0}},{\"values\":{\"y_0\":1.0,\"y_1\":20.0}},"
                            + "{\"values\":{\"y_0\":10.0,\"y_1\":20.0}}]");
            assertThat(model.recognition())
                    .contains("missing values: allowed in f0, f1 because the graph handles them (Imputer)");
        }
    }

    @Test
    void refusesNoneWhereAnImputerReplacesAnotherNumber() {
        assertRefused(imputed(-1), "{\"f0\":null,\"f1\":2}", "f0: expected a number, got null");
    }

    @Test
    void refusesNoneWhereNothingSaysWhatBecomesOfIt() {
        assertRefused(echo(), "{\"f0\":1}", "f1: expected a number, got nothing");
    }

    @Test
    void takesNoneWhereItIsLookedFor() {
        OnnxGraphs graph = matrix().node("IsNaN", List.of("x"), "missing")
                .floats("zero", new long[] {1}, 0)
                .node("Where", List.of("missing", "zero", "x"), "y")
                .output("y", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"f1\":2}")).isEqualTo("{\"values\":{\"y_0\":0.0,\"y_1\":2.0}}");
        }
    }

    @Test
    void followsEachColumnOfAMatrixOnItsOwn() {
        OnnxGraphs graph = matrix().longs("first", 0)
                .longs("second", 1)
                .ml("ArrayFeatureExtractor", List.of("x", "first"), List.of("a"))
                .ml("ArrayFeatureExtractor", List.of("x", "second"), List.of("b"))
                .ml(
                        "Imputer",
                        List.of("b"),
                        List.of("c"),
                        floats("imputed_value_floats", 7),
                        attribute("replaced_value_float", Float.NaN))
                .node("Concat", List.of("a", "c"), "y", attribute("axis", 1))
                .output("y", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"f0\":1}")).isEqualTo("{\"values\":{\"y_0\":1.0,\"y_1\":7.0}}");
            assertThatThrownBy(() -> Asking.json(model, "{\"f1\":1}")).hasMessage("f0: expected a number, got nothing");
        }
    }

    @Test
    void trustsNoBranchThatItDoesNotLookInto() {
        GraphProto branch = GraphProto.newBuilder()
                .setName("branch")
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("x")
                        .addOutput("z"))
                .addOutput(OnnxGraphs.value("z", DataType.FLOAT, -1, 2))
                .build();
        OnnxGraphs graph = imputed(Float.NaN)
                .initializer(OnnxGraphs.constant("true", DataType.BOOL)
                        .addInt32Data(1)
                        .build())
                .node(
                        "If",
                        List.of("true"),
                        "w",
                        OnnxGraphs.graph("then_branch", branch),
                        OnnxGraphs.graph("else_branch", branch))
                .output("w", DataType.FLOAT, -1, 2);

        assertRefused(graph, "{\"f0\":1}", "f1: expected a number, got nothing");
    }

    @Test
    void doesAsTheCardSays() {
        OnnxGraphs graph =
                echo().card("{\"features\":[{\"name\":\"a\",\"optional\":true},{\"name\":\"b\",\"optional\":false}]}");
        OnnxGraphs strict =
                imputed(Float.NaN).card("{\"features\":[{\"name\":\"a\",\"optional\":false},{\"name\":\"b\"}]}");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"b\":2}"))
                    .isEqualTo("{\"values\":{\"y_0\":null,\"y_1\":2.0},"
                            + "\"reason\":\"the model returned NaN for \\\"y_0\\\"\"}");
        }
        assertRefused(strict, "{\"b\":1}", "a: expected a number, got nothing");
        try (Model model = strict.open()) {
            assertThat(Asking.json(model, "{\"a\":1}")).isEqualTo("{\"values\":{\"y_0\":1.0,\"y_1\":20.0}}");
        }
    }

    @Test
    void refusesACardThatWantsNoneWhereTheTypeHasNone() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("n", DataType.INT64, -1)
                .node("Identity", List.of("n"), "y")
                .output("y", DataType.INT64, -1)
                .card("{\"features\":[{\"name\":\"n\",\"optional\":true}]}");

        assertThatThrownBy(graph::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: the card does not match the graph: feature \"n\": cannot be optional because"
                        + " int64"
                        + " [N] cannot represent a missing value");
    }

    @Test
    void feedsWholeNumbersAndTruthValuesToDecimalInputsWhereTheCardNarrowsThem() {
        OnnxGraphs graph = echo().card("{\"features\":[{\"name\":\"rooms\",\"type\":\"integer\",\"optional\":true},"
                + "{\"name\":\"garden\",\"type\":\"boolean\"}]}");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"rooms\":3,\"garden\":true}"))
                    .isEqualTo("{\"values\":{\"y_0\":3.0,\"y_1\":1.0}}");
            assertThat(Asking.json(model, "{\"garden\":false}")).startsWith("{\"values\":{\"y_0\":null,\"y_1\":0.0}");
            assertThatThrownBy(() -> Asking.json(model, "{\"rooms\":1.5,\"garden\":1}"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("rooms: expected a whole number, got \"1.5\" (and 1 more)");
        }
    }

    @Test
    void knowsTheCategoriesOfAnEncoderAndRefusesOthers() {
        OnnxGraphs graph = encoder(strings("cats_strings", List.of("red", " blue", "")), 1);

        try (Model model = graph.open()) {
            assertThat(model.schema().feature(0).categories()).containsExactly("red", " blue");
            assertThat(model.schema().feature(0).optional()).isTrue();
            assertThat(Asking.json(model, "[{\"colour\":\" blue\"},{\"colour\":\"\"},{}]"))
                    .isEqualTo("[{\"values\":{\"y_0\":0.0,\"y_1\":1.0,\"y_2\":0.0}},"
                            + "{\"values\":{\"y_0\":0.0,\"y_1\":0.0,\"y_2\":1.0}},"
                            + "{\"values\":{\"y_0\":0.0,\"y_1\":0.0,\"y_2\":1.0}}]");
        }
        assertRefused(
                encoder(strings("cats_strings", List.of("red", " blue", "")), 0),
                "{\"colour\":\"rad\"}",
                "colour: expected one of \"red\", \" blue\", got \"rad\", did you mean" + " \"red\"?");
    }

    @Test
    void takesABlankCategoryAndLeavesOutOneThatCannotBeFed() {
        OnnxGraphs graph = encoder(strings("cats_strings", List.of(" ", "😀", "red")), 1);

        try (Model model = graph.open()) {
            assertThat(model.schema().feature(0).categories()).containsExactly(" ", "red");
            assertThat(Asking.json(model, "{\"colour\":\" \"}"))
                    .isEqualTo("{\"values\":{\"y_0\":1.0,\"y_1\":0.0,\"y_2\":0.0}}");
        }
    }

    @Test
    void refusesCategoriesOnACardThatAreNoValues() {
        assertThatThrownBy(
                        echo().card("{\"features\":[{\"name\":\"a\",\"categories\":[\"1\",\"x\"]},{\"name\":\"b\"}]}")
                                ::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: the card does not match the graph: feature \"a\": expected categories of the"
                        + " type number, got \"x\"");
    }

    @Test
    void refusesTextThatTheRuntimeWouldMiscode() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("text", DataType.STRING, -1)
                .node("Identity", List.of("text"), "y")
                .output("y", DataType.STRING, -1);

        assertRefused(
                graph,
                "{\"text\":\"a😀\"}",
                "text: expected text without characters beyond U+FFFF, which ONNX Runtime encodes incorrectly, got"
                        + " \"a😀\"");
    }

    private static OnnxGraphs matrix() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs echo() {
        return matrix().node("Identity", List.of("x"), "y").output("y", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs imputed(float replaced) {
        return matrix().ml(
                        "Imputer",
                        List.of("x"),
                        List.of("y"),
                        floats("imputed_value_floats", 10, 20),
                        attribute("replaced_value_float", replaced))
                .output("y", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs encoder(AttributeProto categories, long zeros) {
        return new OnnxGraphs()
                .input("colour", DataType.STRING, -1)
                .ml("OneHotEncoder", List.of("colour"), List.of("y"), categories, attribute("zeros", zeros))
                .output("y", DataType.FLOAT, -1, 3);
    }

    private static void assertRefused(OnnxGraphs graph, String row, String message) {
        try (Model model = graph.open()) {
            assertThatThrownBy(() -> Asking.json(model, row))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(message);
        }
    }
}
