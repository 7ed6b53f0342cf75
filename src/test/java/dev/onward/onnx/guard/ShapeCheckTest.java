package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeCheckTest {

    private static final String DIVISION =
            "expected an integer division by a constant other than -1;" + " divide floating-point numbers in the model";

    static Stream<HostileModel> hostile() {
        return Stream.of(
                new HostileModel("division-by-minus-one", division("Div").longs("d", -1), "operator Div: " + DIVISION),
                new HostileModel("remainder-of-minus-one", division("Mod").longs("d", -1), "operator Mod: " + DIVISION),
                new HostileModel(
                        "division-by-a-feature",
                        division("Div").input("d", DataType.INT64, -1, 1),
                        "operator Div: " + DIVISION),
                new HostileModel(
                        "division-of-the-least-number",
                        wholes().input("d", DataType.INT64, -1, 1)
                                .longs("least", Long.MIN_VALUE)
                                .node("Div", List.of("least", "d"), "y"),
                        "operator Div: " + DIVISION),
                new HostileModel(
                        "division-of-smaller-numbers",
                        new OnnxGraphs()
                                .input("x", DataType.INT32, -1, 1)
                                .initializer(OnnxGraphs.constant("d", DataType.INT32, 1)
                                        .addInt32Data(-1)
                                        .build())
                                .node("Div", List.of("x", "d"), "y")
                                .output("y", DataType.INT32, -1, 1),
                        "operator Div: " + DIVISION),
                new HostileModel(
                        "scatter-of-nothing",
                        rows().floats("updates", new long[] {0, 1})
                                .initializer(OnnxGraphs.constant("places", DataType.INT64, 0, 1)
                                        .build())
                                .node("ScatterND", List.of("x", "places", "updates"), "y"),
                        "operator ScatterND: expected non-empty tensors of known shape"),
                new HostileModel(
                        "norm-of-nothing",
                        rows().floats("nothing", new long[] {1, 0}).node("LpNormalization", List.of("nothing"), "y"),
                        "operator LpNormalization: expected non-empty tensors of known shape"),
                new HostileModel(
                        "unique-of-nothing",
                        rows().floats("nothing", new long[] {1, 0})
                                .node("Unique", List.of("nothing"), "y", OnnxGraphs.attribute("axis", 0)),
                        "operator Unique: expected a non-empty tensor"),
                new HostileModel(
                        "fourier-of-nothing",
                        rows().floats("nothing", new long[] {1, 0, 1}).node("DFT", List.of("nothing"), "y"),
                        "operator DFT: expected a non-empty tensor"),
                new HostileModel(
                        "norm-of-a-single-number",
                        rows().floats("single", new long[] {}, 1).ml("Normalizer", List.of("single"), List.of("y")),
                        "operator Normalizer: expected rows, found a scalar"),
                new HostileModel(
                        "features-of-another-width",
                        rows().ml(
                                        "FeatureVectorizer",
                                        List.of("x"),
                                        List.of("y"),
                                        OnnxGraphs.ints("inputdimensions", List.of(2L))),
                        "operator FeatureVectorizer: expected inputs with the widths in inputdimensions"),
                new HostileModel(
                        "features-of-too-many-widths",
                        rows().ml(
                                        "FeatureVectorizer",
                                        List.of("x"),
                                        List.of("y"),
                                        OnnxGraphs.ints("inputdimensions", List.of(1L, 1L))),
                        "operator FeatureVectorizer: expected inputs with the widths in inputdimensions"),
                new HostileModel(
                        "reduction-of-nothing",
                        rows().floats("nothing", new long[] {0, 1}).node("ReduceMax", List.of("nothing"), "y"),
                        "operator ReduceMax: expected a non-empty tensor and a list of axes"),
                new HostileModel(
                        "reduction-by-a-single-axis",
                        rows().initializer(OnnxGraphs.constant("axis", DataType.INT64)
                                        .addInt64Data(1)
                                        .build())
                                .node("ReduceSum", List.of("x", "axis"), "y"),
                        "operator ReduceSum: expected a non-empty tensor and a list of axes"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void rejectsShapesAndNumbersThatCrash(HostileModel model) {
        model.isRefused();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Div", "Mod"})
    void opensADivisionByAConstant(String operator) {
        try (Model model = division(operator).longs("d", 3).open()) {
            assertThat(Asking.json(model, "{\"x\":7}"))
                    .isEqualTo("{\"outputs\":{\"y\":" + (operator.equals("Div") ? 2 : 1) + "}}");
        }
    }

    @Test
    void opensADivisionOfAConstant() {
        OnnxGraphs graph = wholes().longs("hundred", 100).node("Div", List.of("hundred", "x"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":7}")).isEqualTo("{\"outputs\":{\"y\":14}}");
        }
    }

    @Test
    void opensADivisionByASize() {
        OnnxGraphs graph = division("Div").node("Shape", List.of("x"), "shape").longs("first", 0);

        try (Model model = graph.node("Gather", List.of("shape", "first"), "d").open()) {
            assertThat(model.schema().size()).isEqualTo(1);
        }
    }

    @Test
    void opensADivisionOfFloats() {
        try (Model model = rows().floats("d", new long[] {1}, -1)
                .node("Div", List.of("x", "d"), "y")
                .open()) {
            assertThat(Asking.json(model, "{\"x\":7}")).isEqualTo("{\"value\":-7.0}");
        }
    }

    @Test
    void opensOneHot() {
        OnnxGraphs graph = wholes().longs("depth", 2)
                .longs("values", 0, 1)
                .longs("axes", 1)
                .node("Squeeze", List.of("x", "axes"), "list")
                .node("OneHot", List.of("list", "depth", "values"), "hot")
                .node("ReduceSum", List.of("hot", "axes"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[{\"x\":1},{\"x\":2}]"))
                    .isEqualTo("[{\"outputs\":{\"y\":1}},{\"outputs\":{\"y\":0}}]");
        }
    }

    @Test
    void opensNormalizedConcatenatedRows() {
        OnnxGraphs graph = rows().input("z", DataType.FLOAT, -1, 1)
                .ml(
                        "FeatureVectorizer",
                        List.of("x", "z"),
                        List.of("both"),
                        OnnxGraphs.ints("inputdimensions", List.of(1L, 1L)))
                .ml("Normalizer", List.of("both"), List.of("normed"), OnnxGraphs.attribute("norm", "L1"))
                .longs("axes", 1)
                .node("ReduceSum", List.of("normed", "axes"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3,\"z\":1}")).isEqualTo("{\"value\":1.0}");
        }
    }

    /** CoreML's converters declare single numbers of one row. */
    @Test
    void opensConcatenatedSingleNumbers() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, 1)
                .input("z", DataType.FLOAT, 1)
                .ml(
                        "FeatureVectorizer",
                        List.of("x", "z"),
                        List.of("both"),
                        OnnxGraphs.ints("inputdimensions", List.of(1L, 1L)))
                .ml("Normalizer", List.of("both"), List.of("y"), OnnxGraphs.attribute("norm", "L1"))
                .output("y", DataType.FLOAT, 1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[{\"x\":3,\"z\":1},{\"x\":1,\"z\":1}]"))
                    .isEqualTo("[{\"values\":{\"y_0\":0.75,\"y_1\":0.25}},{\"values\":{\"y_0\":0.5,\"y_1\":0.5}}]");
        }
    }

    /** The number of values would depend on the number of rows. */
    @Test
    void refusesConcatenatedListsOfRows() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1)
                .ml("FeatureVectorizer", List.of("x"), List.of("y"), OnnxGraphs.ints("inputdimensions", List.of(7L)))
                .output("y", DataType.FLOAT, -1, 7);

        assertThatThrownBy(graph::open)
                .hasMessage("test.onnx: operator FeatureVectorizer: expected inputs with the widths in"
                        + " inputdimensions, found a list, which the operator takes for a single row"
                        + GraphCheck.REMEDY);
    }

    /** The runtime would return one row for several, whatever the exporter called the length of the lists. */
    @Test
    void runsConcatenatedListsOfOneNumberRowByRow() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.INT64, -1)
                .input("z", DataType.FLOAT, -1)
                .input("m", DataType.FLOAT, -1, 2)
                .node("Cast", List.of("x"), "w", OnnxGraphs.attribute("to", DataType.FLOAT_VALUE))
                .ml(
                        "FeatureVectorizer",
                        List.of("w", "z", "m"),
                        List.of("y"),
                        OnnxGraphs.ints("inputdimensions", List.of(1L, 1L, 2L)))
                .output("y", DataType.FLOAT, -1, 4);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[{\"x\":3,\"z\":1,\"f0\":5,\"f1\":6},{\"x\":1,\"z\":2,\"f0\":7,\"f1\":8}]"))
                    .isEqualTo("[{\"values\":{\"y_0\":3.0,\"y_1\":1.0,\"y_2\":5.0,\"y_3\":6.0}},"
                            + "{\"values\":{\"y_0\":1.0,\"y_1\":2.0,\"y_2\":7.0,\"y_3\":8.0}}]");
            assertThat(model.recognition()).contains("rows: run in batches of 1 because the graph requires it");
            assertThat(model.signature().inputs()).extracting("shape").startsWith(List.of(1L), List.of(1L));
        }
    }

    /** The runtime has the Cast of version 6 and later only; the file has none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void opensOldStandardOperatorsBesideThoseWithoutShapeRules(int version) {
        OnnxGraphs graph = rows().standard(version)
                .standardMl(1)
                .ml(
                        "Scaler",
                        List.of("x"),
                        List.of("scaled"),
                        OnnxGraphs.floats("offset", 1),
                        OnnxGraphs.floats("scale", 2))
                .node("Identity", List.of("scaled"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":4.0}");
        }
    }

    @Test
    void opensAReshapeOfVersionOne() {
        OnnxGraphs graph = rows().standard(1)
                .standardMl(1)
                .ml("Normalizer", List.of("x"), List.of("normed"), OnnxGraphs.attribute("norm", "L1"))
                .node("Reshape", List.of("normed"), "y", OnnxGraphs.ints("shape", List.of(-1L, 1L)));

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":1.0}");
        }
    }

    /** The runtime itself does not know that these give rows. */
    @ParameterizedTest
    @ValueSource(strings = {"Imputer", "Scaler", "Normalizer", "LinearRegressor"})
    void opensANormOfComputedRows(String operator) {
        AttributeProto[] attributes =
                switch (operator) {
                    case "Imputer" -> new AttributeProto[] {OnnxGraphs.floats("imputed_value_floats", 0)};
                    case "Scaler" ->
                        new AttributeProto[] {OnnxGraphs.floats("offset", 0), OnnxGraphs.floats("scale", 2)};
                    case "LinearRegressor" -> new AttributeProto[] {OnnxGraphs.floats("coefficients", 2)};
                    default -> new AttributeProto[] {OnnxGraphs.attribute("norm", "L2")};
                };
        OnnxGraphs graph = rows().ml(operator, List.of("x"), List.of("made"), attributes)
                .ml("Normalizer", List.of("made"), List.of("y"), OnnxGraphs.attribute("norm", "L1"));

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":1.0}");
        }
    }

    @Test
    void opensAScatterIntoConstants() {
        OnnxGraphs graph = rows().floats("zeros", new long[] {1}, 0)
                .floats("updates", new long[] {1}, 5)
                .initializer(OnnxGraphs.constant("places", DataType.INT64, 1, 1)
                        .addInt64Data(0)
                        .build())
                .node("ScatterND", List.of("zeros", "places", "updates"), "five")
                .node("Add", List.of("x", "five"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":8.0}");
        }
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }

    private static OnnxGraphs wholes() {
        return new OnnxGraphs().input("x", DataType.INT64, -1, 1).output("y", DataType.INT64, -1, 1);
    }

    private static OnnxGraphs division(String operator) {
        return wholes().node(operator, List.of("x", "d"), "y");
    }
}
