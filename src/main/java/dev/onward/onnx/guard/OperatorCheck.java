package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.Graph;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses uses of operators with which the runtime, version 1.28, was seen to end the process while it loads the graph:
 * by a signal that cannot be handled, or by a failed assertion.
 */
final class OperatorCheck {

    /** Operators of the runtime (com.microsoft) that crash the process. No exporter of tabular models uses them. */
    private static final Set<String> CRASHING = Set.of(
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
            "SparseAttention");

    /** Operators on quantized numbers, and the positions of their scales and zero points. */
    private static final Map<String, List<Integer>> QUANTIZED = Map.of(
            "QLinearSigmoid", List.of(1, 2, 3, 4),
            "QLinearLeakyRelu", List.of(1, 2, 3, 4),
            "QLinearSoftmax", List.of(1, 2, 3, 4),
            "QLinearWhere", List.of(2, 3, 5, 6, 7, 8));

    /** Operators that accept an omitted input before a present one. Others follow a null pointer. */
    private static final Set<String> OMITTING = Set.of(
            "Attention",
            "Clip",
            "ConvInteger",
            "DFT",
            "DeformConv",
            "Dropout",
            "GRU",
            "LSTM",
            "Loop",
            "MatMulInteger",
            "NonMaxSuppression",
            "Pad",
            "RNN",
            "Resize",
            "RotaryEmbedding",
            "STFT",
            "Scan",
            "Slice");

    private static final int MAX_RANK = 8;

    private final Graph graph;
    private final GuardLimits limits;

    OperatorCheck(Graph graph, GuardLimits limits) {
        this.graph = graph;
        this.limits = limits;
    }

    /** The problem with the use of an operator; empty if there is none. */
    Optional<String> of(NodeProto node) {
        if (node.getDomain().equals("com.microsoft")) {
            return ofRuntime(node);
        }
        if (node.getInputList().contains("") && !OMITTING.contains(node.getOpType())) {
            int place = node.getInputList().indexOf("") + 1;
            return Optional.of("expected input " + place + " of " + node.getInputCount() + ", found none");
        }
        return switch (node.getOpType()) {
            case "TreeEnsemble", "TreeEnsembleClassifier", "TreeEnsembleRegressor" ->
                TreeCheck.of(node, limits.get(GuardLimits.Limit.TREE_DEPTH));
            case "RandomNormal", "RandomNormalLike" -> normal(node);
            case "RandomUniform", "RandomUniformLike" -> uniform(node);
            case "OneHot" -> unless(!isEmptyConstant(node, 1), "expected a depth, found none");
            case "Split" -> split(node, Graph.number(node, "num_outputs", node.getOutputCount()));
            case "GatherND" -> gather(Graph.number(node, "batch_dims", 0));
            default -> Optional.empty();
        };
    }

    static Optional<String> unless(boolean isSafe, String problem) {
        return isSafe ? Optional.empty() : Optional.of(problem);
    }

    private Optional<String> ofRuntime(NodeProto node) {
        List<Integer> scalars = QUANTIZED.getOrDefault(node.getOpType(), List.of());
        boolean scalar = scalars.stream()
                .allMatch(i -> i < node.getInputCount()
                        && graph.shape(node.getInput(i)).map(FlatGraph::cells).orElse(0L) == 1);
        return unless(
                        !CRASHING.contains(node.getOpType()),
                        "this ONNX Runtime operator can crash the process; use the model as it was before ONNX Runtime"
                                + " optimized it")
                .or(() -> unless(
                        scalar,
                        "expected a single constant for each scale and zero point; quantize the model per tensor, or"
                                + " use it as it was before"));
    }

    private static Optional<String> normal(NodeProto node) {
        double scale = number(node, "scale", 1);
        double mean = number(node, "mean", 0);
        return unless(
                scale > 0 && Double.isFinite(scale) && Double.isFinite(mean),
                "expected a positive scale and a finite mean, found " + scale + " and " + mean);
    }

    private static Optional<String> uniform(NodeProto node) {
        double low = number(node, "low", 0);
        double high = number(node, "high", 1);
        return unless(
                low <= high && Double.isFinite(low) && Double.isFinite(high),
                "expected finite numbers with low <= high, found " + low + " and " + high);
    }

    private static Optional<String> split(NodeProto node, long declared) {
        return unless(
                declared == node.getOutputCount(),
                "expected " + declared + " outputs (num_outputs), found " + node.getOutputCount());
    }

    private static Optional<String> gather(long dimensions) {
        return unless(
                dimensions >= 0 && dimensions <= MAX_RANK,
                "expected batch_dims from 0 to " + MAX_RANK + ", found " + dimensions);
    }

    private boolean isEmptyConstant(NodeProto node, int input) {
        return input < node.getInputCount()
                && graph.shape(node.getInput(input))
                        .filter(shape -> shape.contains(0L))
                        .isPresent();
    }

    private static double number(NodeProto node, String name, double absent) {
        return Graph.attribute(node, name)
                .map(attribute -> (double) attribute.getF())
                .orElse(absent);
    }
}
