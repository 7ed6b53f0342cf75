package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxJavaType;
import dev.onward.onnx.Graph;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Uses of operators with which the runtime, version 1.28, was seen to end the process when it ran them, or computed them in
 * advance: tensors that are empty, single numbers where rows are due, and a division that has no result.
 */
final class ShapeCheck {

    private static final Set<OnnxJavaType> DIVIDED = Set.of(OnnxJavaType.INT32, OnnxJavaType.INT64);

    private final Graph graph;
    private final ShapeInference shapes;
    private final DataFlow dataFlow;

    ShapeCheck(Graph graph, ShapeInference shapes, DataFlow dataFlow) {
        this.graph = graph;
        this.shapes = shapes;
        this.dataFlow = dataFlow;
    }

    /** What is wrong with the use of an operator; nothing if it is none of these. */
    Optional<String> of(NodeProto node) {
        return switch (node.getOpType()) {
            case "Div", "Mod" -> division(node);
            case "ScatterND", "LpNormalization" ->
                OperatorCheck.unless(
                        IntStream.range(0, node.getInputCount()).noneMatch(i -> mayBeEmpty(node, i)),
                        "expected tensors of which the graph shows that they are never empty");
            case "Unique", "DFT" -> OperatorCheck.unless(!isEmpty(node, 0), "expected a tensor that is not empty");
            case "Normalizer" ->
                OperatorCheck.unless(!shape(node, 0).isEmpty(), "expected rows, found a single number");
            case "FeatureVectorizer" -> vectorizer(node);
            default -> node.getOpType().startsWith("Reduce") ? reduction(node) : Optional.empty();
        };
    }

    /** The least whole number by -1 is one more than the greatest: SIGFPE. By 0 the runtime answers an error. */
    private Optional<String> division(NodeProto node) {
        if (node.getInputCount() < 2
                || node.getOutputCount() == 0
                || shapes.type(node.getOutput(0)).filter(DIVIDED::contains).isEmpty()) {
            return Optional.empty();
        }
        String dividend = node.getInput(0);
        String divisor = node.getInput(1);
        boolean harmless = dataFlow.isSize(dividend)
                || dataFlow.isSize(divisor)
                || isConstantWithout(divisor, "-1")
                || isConstantWithout(dividend, Long.toString(Long.MIN_VALUE), Integer.toString(Integer.MIN_VALUE));
        return OperatorCheck.unless(harmless, "expected whole numbers divided by a constant that is not -1");
    }

    private boolean isConstantWithout(String tensor, String... numbers) {
        return graph.texts(tensor)
                .filter(found -> new HashSet<>(found).stream().noneMatch(Set.of(numbers)::contains))
                .isPresent();
    }

    private Optional<String> vectorizer(NodeProto node) {
        List<Long> widths = Graph.attribute(node, "inputdimensions")
                .map(AttributeProto::getIntsList)
                .orElse(List.of());
        boolean fitting = widths.size() == node.getInputCount()
                && IntStream.range(0, widths.size())
                        .allMatch(i -> widths.get(i) > 0 && width(node.getInput(i)) == widths.get(i));
        return OperatorCheck.unless(fitting, "expected inputs as wide as inputdimensions says");
    }

    private long width(String tensor) {
        List<Long> shape = shapes.of(tensor);
        return shape.size() == 2 ? shape.get(1) : -1;
    }

    private Optional<String> reduction(NodeProto node) {
        boolean list = node.getInputCount() < 2 || shape(node, 1).size() == 1;
        return OperatorCheck.unless(
                !isEmpty(node, 0) && list, "expected a tensor that is not empty, and a list of axes");
    }

    private List<Long> shape(NodeProto node, int input) {
        return input < node.getInputCount() ? shapes.of(node.getInput(input)) : List.of();
    }

    private boolean isEmpty(NodeProto node, int input) {
        return shape(node, input).contains(0L);
    }

    private boolean mayBeEmpty(NodeProto node, int input) {
        return shape(node, input).isEmpty() || shape(node, input).stream().anyMatch(size -> size <= 0);
    }
}
