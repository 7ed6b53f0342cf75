package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.Graph;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.guard.GuardLimits.Limit;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Checks a parsed graph before a session is opened on it, and refuses what crashes the runtime, keeps it busy without
 * end or exhausts the memory. None of these can be caught once it happens. docs/hostile-models.md lists the refusals
 * and what the runtime does without them.
 */
final class GraphCheck {

    /** The limit of all tensors together, as a multiple of the limit of one. */
    private static final long TOTAL_FACTOR = 16;

    /** The memory overhead of a tensor, in elements. */
    private static final long OVERHEAD_CELLS = 64;

    /** Operators whose work is a product of their dimensions. */
    private static final Set<String> CONTRACTING = Set.of(
            "MatMul",
            "MatMulInteger",
            "QLinearMatMul",
            "FusedMatMul",
            "Gemm",
            "FusedGemm",
            "QGemm",
            "Einsum",
            "Conv",
            "ConvInteger",
            "FusedConv",
            "QLinearConv",
            "ConvTranspose",
            "LSTM",
            "GRU",
            "RNN",
            "CDist");

    /** Operators whose output size is determined by values, and the positions of the inputs with these values. */
    private static final Map<String, List<Integer>> SIZED = Map.ofEntries(
            Map.entry("AffineGrid", List.of(1)),
            Map.entry("BlackmanWindow", List.of(0)),
            Map.entry("Col2Im", List.of(1)),
            Map.entry("ConstantOfShape", List.of(0)),
            Map.entry("DFT", List.of(1)),
            Map.entry("Expand", List.of(1)),
            Map.entry("HammingWindow", List.of(0)),
            Map.entry("HannWindow", List.of(0)),
            Map.entry("MaxUnpool", List.of(2)),
            Map.entry("MelWeightMatrix", List.of(0, 1)),
            Map.entry("OneHot", List.of(1)),
            Map.entry("Pad", List.of(1)),
            Map.entry("Range", List.of(0, 1, 2)),
            Map.entry("Resize", List.of(1, 2, 3)),
            Map.entry("Tile", List.of(1)),
            Map.entry("Upsample", List.of(1)));

    private static final Set<String> ENLARGING = Set.of("Expand", "Tile");

    private final GuardLimits limits;
    private final String origin;
    private final GraphProto flat;
    private final Graph graph;
    private final ShapeInference shapes;

    /** The end of messages about an operator for which no other remedy is known. */
    static final String REMEDY = "; ONNX Runtime could crash or fail on this: export the model again, with a newer"
            + " exporter or without this operator";

    private final DataFlow dataFlow;
    private final ShapeCheck shapeCheck;

    private GraphCheck(ModelProto model, List<String> foreign, GuardLimits limits, String origin) {
        this.limits = limits;
        this.origin = origin;
        this.flat = FlatGraph.of(model);
        this.graph = new Graph(flat);
        OperatorCheck operators = new OperatorCheck(graph, limits);
        flat.getNodeList().forEach(node -> refuse(node, operators.of(node)));
        this.shapes = ShapeInference.of(model, flat, foreign, origin);
        Set<String> inputs =
                flat.getInputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        this.dataFlow = new DataFlow(graph, inputs);
        this.shapeCheck = new ShapeCheck(graph, shapes, dataFlow);
    }

    /**
     * @param model within the limits of {@link GraphSize}
     * @param foreign the operator domains that the runtime does not have
     * @throws ModelException on the first problem, or if the runtime cannot load the model
     */
    static void check(ModelProto model, List<String> foreign, GuardLimits limits, String origin) {
        ConstantCheck.check(model, limits, origin);
        new GraphCheck(model, foreign, limits, origin).check();
    }

    private void check() {
        long sum = 0;
        double work = 0;
        for (NodeProto node : flat.getNodeList()) {
            refuse(node, shapeCheck.of(node).or(() -> unbounded(node)));
            long largest = largest(node);
            check(name(node), limits.get(Limit.CELLS), largest);
            sum += largest;
            work += work(node);
        }
        check("all operators together", TOTAL_FACTOR * limits.get(Limit.CELLS), sum);
        if (work > limits.get(Limit.MULTIPLICATIONS)) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: expected at most %.0e multiplications for %d rows, found %.1e%s",
                    origin,
                    (double) limits.get(Limit.MULTIPLICATIONS),
                    OnnxFile.PROBE_ROWS,
                    work,
                    GuardLimits.remedy(Limit.MULTIPLICATIONS)));
        }
    }

    private void refuse(NodeProto node, Optional<String> problem) {
        if (problem.isPresent()) {
            boolean hasRemedy = problem.get().contains(";");
            throw new ModelException(origin + ": " + name(node) + ": " + problem.get() + (hasRemedy ? "" : REMEDY));
        }
    }

    /**
     * The number of multiplications of an operator, estimated without its rules: for a product of matrices [i, k] and
     * [k, j] the sizes are ik, kj and ij, and ikj is the square root of their product.
     */
    private double work(NodeProto node) {
        if (!CONTRACTING.contains(node.getOpType()) || node.getInputCount() < 2 || node.getOutputCount() == 0) {
            return 0;
        }
        double cells = cells(node.getInput(0)) * cells(node.getInput(1)) * cells(node.getOutput(0));
        return Math.sqrt(cells);
    }

    private double cells(String tensor) {
        return shapes.isKnown(tensor) ? FlatGraph.cells(shapes.of(tensor)) : 0;
    }

    private long largest(NodeProto node) {
        // Each element of a sequence is a tensor, whose overhead is far larger than its elements.
        boolean isSequence = node.getOpType().equals("SplitToSequence");
        return (isSequence ? node.getInputList() : node.getOutputList())
                .stream()
                        .filter(shapes::isKnown)
                        .mapToLong(tensor -> FlatGraph.cells(shapes.of(tensor)))
                        .map(cells -> isSequence ? Math.min(cells, limits.get(Limit.CELLS)) * OVERHEAD_CELLS : cells)
                        .max()
                        .orElseGet(() -> atLeast(node));
    }

    /**
     * A lower bound of the output size if the input's shape is unknown: the product of the factors or target
     * dimensions.
     */
    private long atLeast(NodeProto node) {
        return ENLARGING.contains(node.getOpType()) && node.getInputCount() > 1
                ? graph.longs(node.getInput(1))
                        .map(sizes ->
                                FlatGraph.cells(LongStream.of(sizes).boxed().toList()))
                        .orElse(0L)
                : 0;
    }

    private void check(String subject, long limit, long found) {
        if (found > limit) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: %s: expected at most %,d cells for %d rows, found %,d%s",
                    origin,
                    subject,
                    limit,
                    OnnxFile.PROBE_ROWS,
                    found,
                    GuardLimits.remedy(Limit.CELLS)));
        }
    }

    /** Refuses an output whose size depends on values in a row: one request could exhaust the memory. */
    private Optional<String> unbounded(NodeProto node) {
        boolean isMeasured = node.getOutputCount() > 0 && shapes.isKnown(node.getOutput(0));
        boolean dependsOnValues = SIZED.getOrDefault(node.getOpType(), List.of()).stream()
                .anyMatch(i -> i < node.getInputCount() && dataFlow.dependsOnValues(node.getInput(i)));
        return !isMeasured && dependsOnValues
                ? Optional.of("expected a size that does not depend on the values in a row")
                : Optional.empty();
    }

    private static String name(NodeProto node) {
        return "operator " + node.getOpType() + (node.getName().isEmpty() ? "" : " " + Text.quote(node.getName()));
    }
}
