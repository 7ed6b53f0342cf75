package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.onnx.Graph;
import dev.onward.onnx.TreeFeatures;
import java.util.List;
import java.util.Optional;

/** Infers the number of columns of a matrix input from the operators that consume it. */
final class GraphWidth {

    private GraphWidth() {}

    /** The number of columns; 0 if no operator shows it. */
    static int of(Graph graph, String input) {
        for (NodeProto node : graph.consumers(input)) {
            long width = width(graph, node, input);
            if (width > 0) {
                return Math.toIntExact(Math.min(width, Integer.MAX_VALUE));
            }
        }
        return 0;
    }

    /** The number of columns that trees need which read the input; 0 if there are none. */
    static long needed(Graph graph, String input) {
        return graph.consumers(input).stream()
                .mapToLong(node -> switch (node.getOpType()) {
                    case "Identity", "Cast", "Normalizer", "Scaler", "Imputer" -> needed(graph, node.getOutput(0));
                    case "TreeEnsemble", "TreeEnsembleClassifier", "TreeEnsembleRegressor" -> TreeFeatures.width(node);
                    default -> 0;
                })
                .max()
                .orElse(0);
    }

    private static long width(Graph graph, NodeProto node, String input) {
        return switch (node.getOpType()) {
            case "Identity", "Cast", "Normalizer" -> of(graph, node.getOutput(0));
            case "Scaler" -> floats(node, "offset");
            case "Imputer" -> floats(node, "imputed_value_floats");
            case "LinearClassifier" -> floats(node, "coefficients") / Math.max(1, floats(node, "intercepts"));
            case "LinearRegressor" -> floats(node, "coefficients") / Math.max(1, Graph.number(node, "targets", 1));
            case "MatMul" -> rows(graph, node, 0);
            case "Gemm" -> rows(graph, node, Graph.number(node, "transB", 0) == 0 ? 0 : 1);
            case "Sub", "Div", "Mul", "Add" -> lastSize(graph, node, input);
            default -> 0;
        };
    }

    /**
     * The length of a list; 0 for a single number, which applies to all columns and does not show how many there are.
     */
    private static long floats(NodeProto node, String attribute) {
        int count = Graph.attribute(node, attribute)
                .map(AttributeProto::getFloatsCount)
                .orElse(0);
        return count > 1 ? count : attribute.equals("intercepts") ? count : 0;
    }

    private static long rows(Graph graph, NodeProto node, int dimension) {
        Optional<List<Long>> shape = graph.shape(node.getInput(1));
        return shape.filter(sizes -> sizes.size() == 2)
                .map(sizes -> sizes.get(dimension))
                .orElse(0L);
    }

    private static long lastSize(Graph graph, NodeProto node, String input) {
        String other = node.getInput(node.getInput(0).equals(input) ? 1 : 0);
        long size = graph.shape(other)
                .filter(sizes -> !sizes.isEmpty())
                .map(sizes -> sizes.get(sizes.size() - 1))
                .orElse(0L);
        return size > 1 ? size : 0;
    }
}
