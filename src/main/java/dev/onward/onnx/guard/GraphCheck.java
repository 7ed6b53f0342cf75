package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.onward.onnx.FlatGraph;
import dev.onward.onnx.Graph;
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
 * Stands between reading a file and making a session of it, and refuses what was seen to crash the runtime, to keep it busy
 * without an end, or to make it take all memory. None of that can be caught once it happens. What it refuses, and what the
 * runtime does without it, is in docs/hostile-models.md.
 */
final class GraphCheck {

    /** How many times the limit for one tensor all tensors together may have. */
    private static final long TENSORS = 16;

    /** What a tensor takes besides its cells, in cells. */
    private static final long TENSOR_CELLS = 64;

    /** Operators that multiply everything with everything. */
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

    /** Operators whose output is as large as a value says, and the places of such values. */
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
    private final DataFlow dataFlow;
    private final ShapeCheck faults;

    private GraphCheck(ModelProto model, List<String> foreign, GuardLimits limits, String origin) {
        this.limits = limits;
        this.origin = origin;
        this.flat = FlatGraph.of(model);
        this.graph = new Graph(flat);
        OperatorCheck faults = new OperatorCheck(graph, limits);
        flat.getNodeList().forEach(node -> refuse(node, faults.of(node)));
        this.shapes = ShapeInference.of(model, flat, foreign, origin);
        Set<String> inputs =
                flat.getInputList().stream().map(ValueInfoProto::getName).collect(Collectors.toSet());
        this.dataFlow = new DataFlow(graph, inputs);
        this.faults = new ShapeCheck(graph, shapes, dataFlow);
    }

    /**
     * @param model within {@link GraphSize}
     * @param foreign where operators come from that the runtime does not have
     * @throws ModelException on the first hazard, or if the runtime does not take the model at all
     */
    static void refuse(ModelProto model, List<String> foreign, GuardLimits limits, String origin) {
        ConstantCheck.check(model, limits, origin);
        new GraphCheck(model, foreign, limits, origin).check();
    }

    private void check() {
        long sum = 0;
        double work = 0;
        for (NodeProto node : flat.getNodeList()) {
            refuse(node, faults.of(node).or(() -> unbounded(node)));
            long largest = largest(node);
            check(what(node), limits.get(Limit.CELLS), largest);
            sum += largest;
            work += work(node);
        }
        check("all operators together", TENSORS * limits.get(Limit.CELLS), sum);
        if (work > limits.get(Limit.MULTIPLICATIONS)) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: expected at most %.0e multiplications for a few rows, found %.1e%s",
                    origin,
                    (double) limits.get(Limit.MULTIPLICATIONS),
                    work,
                    GuardLimits.remedy(Limit.MULTIPLICATIONS)));
        }
    }

    private void refuse(NodeProto node, Optional<String> fault) {
        if (fault.isPresent()) {
            throw new ModelException(origin + ": " + what(node) + ": " + fault.get());
        }
    }

    /** For rows i, columns k and j in common, the root of the sizes ij, jk and ik together: a measure that needs no rules. */
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
        // Each piece of a sequence is a tensor of its own, which takes far more than its cells.
        boolean pieces = node.getOpType().equals("SplitToSequence");
        return (pieces ? node.getInputList() : node.getOutputList())
                .stream()
                        .filter(shapes::isKnown)
                        .mapToLong(tensor -> FlatGraph.cells(shapes.of(tensor)))
                        .map(cells -> pieces ? Math.min(cells, limits.get(Limit.CELLS)) * TENSOR_CELLS : cells)
                        .max()
                        .orElseGet(() -> atLeast(node));
    }

    /** Of what is made of a tensor of unknown shape, as many cells as it is made larger by, whatever that shape is. */
    private long atLeast(NodeProto node) {
        return ENLARGING.contains(node.getOpType()) && node.getInputCount() > 1
                ? graph.longs(node.getInput(1))
                        .map(sizes ->
                                FlatGraph.cells(LongStream.of(sizes).boxed().toList()))
                        .orElse(0L)
                : 0;
    }

    private void check(String what, long most, long found) {
        if (found > most) {
            throw new ModelException(String.format(
                    Locale.ROOT,
                    "%s: %s: expected at most %,d cells for a few rows, found %,d%s",
                    origin,
                    what,
                    most,
                    found,
                    GuardLimits.remedy(Limit.CELLS)));
        }
    }

    /** One request could ask for a tensor that no memory holds. */
    private Optional<String> unbounded(NodeProto node) {
        boolean measured = node.getOutputCount() > 0 && shapes.isKnown(node.getOutput(0));
        boolean byValue = SIZED.getOrDefault(node.getOpType(), List.of()).stream()
                .anyMatch(i -> i < node.getInputCount() && dataFlow.dependsOnValues(node.getInput(i)));
        return !measured && byValue
                ? Optional.of("expected a size that does not depend on the values in a row")
                : Optional.empty();
    }

    private static String what(NodeProto node) {
        return "operator " + node.getOpType() + (node.getName().isEmpty() ? "" : " " + Text.quote(node.getName()));
    }
}
