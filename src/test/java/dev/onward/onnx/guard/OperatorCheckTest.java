package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorCheckTest {

    static Stream<HostileModel> hostile() {
        return Stream.of(
                new HostileModel(
                        "input-left-out",
                        rows().node("Concat", List.of("", "x"), "y", OnnxGraphs.attribute("axis", 1)),
                        "operator Concat: expected input 1 of 2, found none"),
                new HostileModel(
                        "random-normal-scale",
                        rows().node("RandomNormalLike", List.of("x"), "y", OnnxGraphs.attribute("scale", -1f)),
                        "operator RandomNormalLike: expected a positive scale and a finite mean, found -1.0 and 0.0"),
                new HostileModel(
                        "random-normal-mean",
                        rows().node("RandomNormalLike", List.of("x"), "y", OnnxGraphs.attribute("mean", Float.NaN)),
                        "operator RandomNormalLike: expected a positive scale and a finite mean, found 1.0 and NaN"),
                new HostileModel(
                        "random-uniform-order",
                        rows().node("RandomUniformLike", List.of("x"), "y", OnnxGraphs.attribute("low", 2f)),
                        "operator RandomUniformLike: expected finite numbers with low <= high, found 2.0 and 1.0"),
                new HostileModel(
                        "random-uniform-endless",
                        rows().node(
                                        "RandomUniformLike",
                                        List.of("x"),
                                        "y",
                                        OnnxGraphs.attribute("high", Float.POSITIVE_INFINITY)),
                        "operator RandomUniformLike: expected finite numbers with low <= high, found 0.0 and"
                                + " Infinity"),
                new HostileModel(
                        "one-hot-without-depth",
                        rows().longs("depth")
                                .floats("values", new long[] {2}, 0, 1)
                                .node("OneHot", List.of("x", "depth", "values"), "y"),
                        "operator OneHot: expected a depth, found none"),
                new HostileModel(
                        "split-into-others",
                        rows().standard(18)
                                .node(
                                        "",
                                        "Split",
                                        List.of("x"),
                                        List.of("y", "z"),
                                        OnnxGraphs.attribute("num_outputs", 3)),
                        "operator Split: expected 3 outputs (num_outputs), found 2"),
                new HostileModel(
                        "gather-nd-batch",
                        rows().longs("places", 0)
                                .node("GatherND", List.of("x", "places"), "y", OnnxGraphs.attribute("batch_dims", -7)),
                        "operator GatherND: expected batch_dims from 0 to 8, found -7"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void rejectsOperatorsThatCrash(HostileModel model) {
        model.isRefused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AttnLSTM",
                "Attention",
                "BiasGelu",
                "BifurcationDetector",
                "CausalConvWithState",
                "ConvTransposeWithDynamicPads",
                "DynamicQuantizeMatMul",
                "GatherBlockQuantized",
                "GroupQueryAttention",
                "Inverse",
                "MatMulFpQ4",
                "MatMulIntegerToFloat",
                "QMoE",
                "SparseAttention"
            })
    void rejectsOperatorsOfTheRuntimeThatCrash(String operator) {
        OnnxGraphs graph = rows().imports("com.microsoft").node("com.microsoft", operator, List.of("x"), List.of("y"));

        new HostileModel(
                        operator,
                        graph,
                        "operator " + operator + ": this ONNX Runtime operator can crash the process; use the"
                                + " model as it was before ONNX Runtime optimized it")
                .isRefused();
    }

    @ParameterizedTest
    @CsvSource({"QLinearSigmoid, 5", "QLinearLeakyRelu, 5", "QLinearSoftmax, 5", "QLinearWhere, 9"})
    void rejectsScalesThatAreNotConstant(String operator, int inputs) {
        OnnxGraphs graph = rows().imports("com.microsoft")
                .node(
                        "com.microsoft",
                        operator,
                        IntStream.range(0, inputs).mapToObj(i -> "x").toList(),
                        List.of("y"));

        new HostileModel(
                        operator,
                        graph,
                        "operator " + operator + ": expected a single constant for each scale and zero point;"
                                + " quantize the model per tensor, or use it as it was before")
                .isRefused();
    }

    @Test
    void opensOmittedOptionalInputs() {
        OnnxGraphs graph = rows().floats("most", new long[] {}, 2).node("Clip", List.of("x", "", "most"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":2.0}");
        }
    }

    @Test
    void opensAnOperatorOfTheRuntime() {
        OnnxGraphs graph = rows().imports("com.microsoft").node("com.microsoft", "Gelu", List.of("x"), List.of("y"));

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":0}")).isEqualTo("{\"value\":0.0}");
        }
    }

    @Test
    void opensQuantizedNumbersWithConstantScales() {
        OnnxGraphs graph = rows().imports("com.microsoft")
                .floats("scale", new long[] {}, 1)
                .initializer(OnnxGraphs.constant("zero", DataType.UINT8)
                        .addInt32Data(0)
                        .build())
                .node("QuantizeLinear", List.of("x", "scale", "zero"), "quantized")
                .node(
                        "com.microsoft",
                        "QLinearLeakyRelu",
                        List.of("quantized", "scale", "zero", "scale", "zero"),
                        List.of("rectified"))
                .node("DequantizeLinear", List.of("rectified", "scale", "zero"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":3.0}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RandomNormalLike", "RandomUniformLike"})
    void opensRandomNumbers(String operator) {
        try (Model model = rows().node(operator, List.of("x"), "y").open()) {
            assertThat(model.schema().size()).isEqualTo(1);
        }
    }

    @Test
    void opensASplitWithMatchingOutputs() {
        OnnxGraphs graph = new OnnxGraphs()
                .standard(18)
                .input("x", DataType.FLOAT, -1, 2)
                .node(
                        "",
                        "Split",
                        List.of("x"),
                        List.of("y", "z"),
                        OnnxGraphs.attribute("num_outputs", 2),
                        OnnxGraphs.attribute("axis", 1))
                .output("z", DataType.FLOAT, -1, 1);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"f0\":3,\"f1\":4}")).isEqualTo("{\"value\":4.0}");
        }
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }
}
