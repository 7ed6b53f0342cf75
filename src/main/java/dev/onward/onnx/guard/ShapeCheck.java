package dev.onward.onnx.guard;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OnnxJavaType;
import dev.onward.onnx.Graph;
import dev.onward.onnx.TreeFeatures;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Refuses uses of operators with which the runtime, version 1.28, was seen to end the process while it runs or
 * precomputes them: empty tensors, scalars in place of rows, and integer divisions that overflow.
 */
final class ShapeCheck {

    private static final Set<OnnxJavaType> INTEGERS = Set.of(OnnxJavaType.INT32, OnnxJavaType.INT64);

    private final Graph graph;
    private final ShapeInference shapes;
    private final DataFlow dataFlow;

    ShapeCheck(Graph graph, ShapeInference shapes, DataFlow dataFlow) {
        this.graph = graph;
        this.shapes = shapes;
        this.dataFlow = dataFlow;
    }

    /** The problem with the use of an operator; empty if there is none. */
    Optional<String> of(NodeProto node) {
        return switch (node.getOpType()) {
            case "Div", "Mod" -> division(node);
            case "ScatterND", "LpNormalization" ->
                OperatorCheck.unless(
                        IntStream.range(0, node.getInputCount()).noneMatch(i -> mayBeEmpty(node, i)),
                        "expected non-empty tensors of known shape");
            case "Unique", "DFT" -> OperatorCheck.unless(!isEmpty(node, 0), "expected a non-empty tensor");
            case "Normalizer" -> OperatorCheck.unless(!shape(node, 0).isEmpty(), "expected rows, found a scalar");
            case "FeatureVectorizer" -> vectorizer(node);
            case "TreeEnsemble", "TreeEnsembleClassifier", "TreeEnsembleRegressor" -> trees(node);
            default -> node.getOpType().startsWith("Reduce") ? reduction(node) : Optional.empty();
        };
    }

    /** Dividing the smallest integer by -1 overflows: SIGFPE. For a division by 0 the runtime reports an error. */
    private Optional<String> division(NodeProto node) {
        if (node.getInputCount() < 2
                || node.getOutputCount() == 0
                || shapes.type(node.getOutput(0)).filter(INTEGERS::contains).isEmpty()) {
            return Optional.empty();
        }
        String dividend = node.getInput(0);
        String divisor = node.getInput(1);
        boolean isSafe = dataFlow.isSize(dividend)
                || dataFlow.isSize(divisor)
                || isConstantWithout(divisor, "-1")
                || isConstantWithout(dividend, Long.toString(Long.MIN_VALUE), Integer.toString(Integer.MIN_VALUE));
        return OperatorCheck.unless(
                isSafe,
                "expected an integer division by a constant other than -1; divide floating-point numbers in the model");
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
        boolean fits = widths.size() == node.getInputCount()
                && IntStream.range(0, widths.size())
                        .allMatch(i -> widths.get(i) > 0
                                && (width(node.getInput(i)) == widths.get(i)
                                        || (widths.get(i) == 1 && isSingle(node.getInput(i)))));
        boolean hasList =
                node.getInputList().stream().anyMatch(input -> shapes.of(input).size() == 1);
        return OperatorCheck.unless(
                fits,
                "expected inputs with the widths in inputdimensions"
                        + (hasList ? ", found a list, which the operator takes for a single row" : ""));
    }

    /** Checks for a list of one number, which the operator takes for a row. Its length does not depend on the rows. */
    private boolean isSingle(String tensor) {
        return shapes.of(tensor).equals(List.of(1L));
    }

    /** The runtime fails on every row if a tree tests a feature that the input does not have. */
    private Optional<String> trees(NodeProto node) {
        long width = node.getInputCount() == 0 ? -1 : width(node.getInput(0));
        long needed = TreeFeatures.width(node);
        return OperatorCheck.unless(
                width < 0 || needed <= width,
                "expected trees that test features from 0 to " + (width - 1) + ", found one that tests feature "
                        + (needed - 1));
    }

    private long width(String tensor) {
        List<Long> shape = shapes.of(tensor);
        return shape.size() == 2 ? shape.get(1) : -1;
    }

    private Optional<String> reduction(NodeProto node) {
        boolean list = node.getInputCount() < 2 || shape(node, 1).size() == 1;
        return OperatorCheck.unless(!isEmpty(node, 0) && list, "expected a non-empty tensor and a list of axes");
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
