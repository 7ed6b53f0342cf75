package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GraphCheckTest {

    private static final String EXPANDED =
            "operator Expand: expected at most 33,554,432 cells for 7 rows, found 700,000,000; if you trust the model, raise the setting cell-limit";

    static Stream<HostileModel> hostile() {
        return Stream.of(
                new HostileModel("large-tensor", shape().node("Expand", List.of("x", "shape"), "y"), EXPANDED),
                new HostileModel(
                        "large-constant-made-in-advance",
                        rows().longs("shape", 1_000_000, 1_000_000)
                                .node("ConstantOfShape", List.of("shape"), "zeros")
                                .node("ReduceMax", List.of("zeros"), "zero")
                                .node("Add", List.of("x", "zero"), "y"),
                        "operator ConstantOfShape: expected at most 33,554,432 cells for 7 rows, found 1,000,000,000,000; if you trust the model, raise the setting cell-limit"),
                new HostileModel(
                        "dimensions-beyond-counting",
                        rows().longs("shape", 1L << 40, 1L << 40)
                                .node("ConstantOfShape", List.of("shape"), "zeros")
                                .node("ReduceMax", List.of("zeros"), "zero")
                                .node("Add", List.of("x", "zero"), "y"),
                        "operator ConstantOfShape: expected at most 33,554,432 cells for 7 rows, found 9,223,372,036,854,775,807; if you trust the model, raise the setting cell-limit"),
                new HostileModel(
                        "many-large-tensors",
                        many(20),
                        "all operators together: expected at most 536,870,912 cells for 7 rows, found 560,000,000; if you trust the model, raise the setting cell-limit"),
                new HostileModel(
                        "many-multiplications",
                        products(2),
                        "expected at most 1e+11 multiplications for 7 rows, found 2.5e+11; if you trust the model, raise the setting multiplication-limit"),
                new HostileModel(
                        "sequence-of-many-pieces",
                        rows().longs("shape", 1, 100_000)
                                .node("Expand", List.of("x", "shape"), "large")
                                .node("SplitToSequence", List.of("large"), "pieces")
                                .node("ConcatFromSequence", List.of("pieces"), "y", OnnxGraphs.attribute("axis", 0)),
                        "operator SplitToSequence: expected at most 33,554,432 cells for 7 rows, found 44,800,000; if you trust the model, raise the setting cell-limit"),
                new HostileModel(
                        "large-tensor-of-scaled-features",
                        shape().ml(
                                        "Scaler",
                                        List.of("x"),
                                        List.of("scaled"),
                                        OnnxGraphs.floats("offset", 0),
                                        OnnxGraphs.floats("scale", 1))
                                .node("Expand", List.of("scaled", "shape"), "y"),
                        EXPANDED),
                new HostileModel(
                        "large-tensor-of-answers",
                        shape().ml(
                                        "LinearRegressor",
                                        List.of("x"),
                                        List.of("answer"),
                                        OnnxGraphs.floats("coefficients", 1))
                                .node("Expand", List.of("answer", "shape"), "y"),
                        EXPANDED),
                new HostileModel(
                        "large-tensor-of-unknown-shape",
                        shape().node("SequenceConstruct", List.of("x"), "sequence")
                                .node(
                                        "ConcatFromSequence",
                                        List.of("sequence"),
                                        "unknown",
                                        OnnxGraphs.attribute("axis", 0))
                                .node("Expand", List.of("unknown", "shape"), "y"),
                        EXPANDED.replace("700,", "100,")),
                new HostileModel(
                        "large-tensor-in-a-function",
                        shape().imports("test")
                                .function("f", List.of("a", "b"), List.of("c"), expand("a", "b", "c"))
                                .node("test", "f", List.of("x", "shape"), List.of("y")),
                        EXPANDED),
                new HostileModel(
                        "large-tensor-in-a-branch",
                        shape().initializer(yes())
                                .node(
                                        "If",
                                        List.of("true"),
                                        "y",
                                        OnnxGraphs.graph(
                                                "then_branch",
                                                OnnxGraphs.body("c", OnnxGraphs.operator("Neg", List.of("x"), "c"))),
                                        OnnxGraphs.graph(
                                                "else_branch", OnnxGraphs.body("c", expand("x", "shape", "c")))),
                        EXPANDED),
                new HostileModel(
                        "large-tensor-in-a-loop",
                        shape().initializer(yes())
                                .longs("rounds", 2)
                                .node("Loop", List.of("rounds", "true"), "y", OnnxGraphs.graph("body", round())),
                        EXPANDED),
                new HostileModel(
                        "large-tensor-in-a-scan",
                        shape().node(
                                        "Scan",
                                        List.of("x"),
                                        "y",
                                        OnnxGraphs.attribute("num_scan_inputs", 1),
                                        OnnxGraphs.graph(
                                                "body",
                                                OnnxGraphs.body("c", expand("row", "shape", "c")).toBuilder()
                                                        .addInput(OnnxGraphs.value("row", DataType.FLOAT, 1))
                                                        .build())),
                        EXPANDED.replace("700,", "100,")));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatTakesMemoryOrTimeWithoutBound(HostileModel model) {
        model.isRefused();
    }

    @ParameterizedTest
    @CsvSource({
        "BlackmanWindow, size",
        "ConstantOfShape, sizes",
        "Expand, x sizes",
        "HammingWindow, size",
        "HannWindow, size",
        "MelWeightMatrix, size bins rate low high",
        "OneHot, x size values",
        "Pad, x sizes2",
        "Range, zero size one",
        "Tile, x sizes"
    })
    void refusesSizesThatAreValuesOfARow(String operator, String inputs) {
        sized(operator, inputs).isRefused();
    }

    /** The size of a tensor that an operator makes is what the first row has as its whole number. */
    static HostileModel sized(String operator, String inputs) {
        OnnxGraphs graph = rows().input("n", DataType.INT64, -1, 1)
                .longs("first", 0)
                .longs("two", 2)
                .longs("four", 4)
                .longs("one list", 1)
                .longs("values", 0, 1)
                .initializer(number("zero", 0))
                .initializer(number("one", 1))
                .initializer(number("bins", 4))
                .initializer(number("rate", 8_000))
                .floats("low", new long[] {}, 0)
                .floats("high", new long[] {}, 4_000)
                .node("Gather", List.of("n", "zero"), "row")
                .node("Squeeze", List.of("row"), "size")
                .node("Expand", List.of("row", "two"), "sizes")
                .node("Expand", List.of("row", "four"), "sizes2")
                .node(operator, List.of(inputs.split(" ")), "made")
                .node("Size", List.of("made"), "count")
                .node("Cast", List.of("count"), "cells", OnnxGraphs.attribute("to", DataType.FLOAT_VALUE))
                .node("Add", List.of("x", "cells"), "y");
        return new HostileModel(
                operator,
                graph,
                "operator " + operator + ": expected a size that does not depend on the values in a row");
    }

    @Test
    void opensSizesThatAreThoseOfTheRows() {
        OnnxGraphs graph = rows().node("Shape", List.of("x"), "sizes")
                .node("ConstantOfShape", List.of("sizes"), "zeros")
                .node("Add", List.of("x", "zeros"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[{\"x\":3},{\"x\":4}]")).isEqualTo("[{\"value\":3.0},{\"value\":4.0}]");
        }
    }

    @Test
    void opensALargeTensor() {
        OnnxGraphs graph = rows().longs("shape", 1, 1_000_000)
                .longs("axes", 1)
                .node("Expand", List.of("x", "shape"), "wide")
                .node("ReduceMax", List.of("wide"), "y", OnnxGraphs.ints("axes", List.of(1L)));

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":3.0}");
        }
    }

    @Test
    void opensALargeProduct() {
        OnnxGraphs graph = rows().longs("shape", 500, 500)
                .node("ConstantOfShape", List.of("shape"), "zeros")
                .node("MatMul", List.of("zeros", "zeros"), "product")
                .node("ReduceMax", List.of("product"), "zero")
                .node("Add", List.of("x", "zero"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":3.0}");
        }
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }

    private static OnnxGraphs shape() {
        return rows().longs("shape", 1, 100_000_000);
    }

    private static TensorProto yes() {
        return OnnxGraphs.constant("true", DataType.BOOL).addInt32Data(1).build();
    }

    private static TensorProto number(String name, long value) {
        return OnnxGraphs.constant(name, DataType.INT64).addInt64Data(value).build();
    }

    private static NodeProto expand(String tensor, String shape, String output) {
        return OnnxGraphs.operator("Expand", List.of(tensor, shape), output);
    }

    /** A round of a loop, the results of which are put together. */
    private static GraphProto round() {
        return OnnxGraphs.body(
                        "stay", OnnxGraphs.operator("Identity", List.of("go"), "stay"), expand("x", "shape", "c"))
                .toBuilder()
                .addInput(OnnxGraphs.value("round", DataType.INT64))
                .addInput(OnnxGraphs.value("go", DataType.BOOL))
                .addOutput(OnnxGraphs.value("c", DataType.FLOAT))
                .build();
    }

    /** Tensors of 28 million cells each. */
    private static OnnxGraphs many(int count) {
        List<String> names = new ArrayList<>(List.of("x"));
        OnnxGraphs graph = rows().longs("shape", 1, 4_000_000);
        for (int i = 0; i < count - 1; i++) {
            graph.node("Expand", List.of("x", "shape"), "t" + i);
            names.add("t" + i);
        }
        return graph.node("Max", names, "y");
    }

    /** Products of 5,000 by 5,000 with as many. */
    private static OnnxGraphs products(int count) {
        OnnxGraphs graph = rows().longs("shape", 5_000, 5_000).node("ConstantOfShape", List.of("shape"), "p0");
        for (int i = 0; i < count; i++) {
            graph.node("MatMul", List.of("p" + i, "p" + i), "p" + (i + 1));
        }
        return graph.node("ReduceMax", List.of("p" + count), "zero").node("Add", List.of("x", "zero"), "y");
    }
}
