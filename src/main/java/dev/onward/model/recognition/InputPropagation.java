package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.onward.onnx.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows one column of an input through operators that only move it, to the operators that consume it.
 */
final class InputPropagation {

    /** Operators that, as exporters use them, keep values and the order of columns. */
    private static final Set<String> MOVING = Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    static final Set<Integer> FLOATING = Set.of(
            TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.DOUBLE_VALUE, TensorProto.DataType.FLOAT16_VALUE);

    /** The position of a column that is no longer known. */
    private static final int UNKNOWN = -1;

    private final Graph graph;
    private final Map<String, Integer> widths;
    private final boolean decimal;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private boolean lost;

    private InputPropagation(Graph graph, Map<String, Integer> widths, boolean decimal) {
        this.graph = graph;
        this.decimal = decimal;
        this.widths = widths;
    }

    /**
     * An operator at which the column arrives unchanged.
     *
     * @param column its position in the operator's input; negative if unknown
     * @param guarded whether missing values have been replaced before
     */
    record Arrival(NodeProto node, String tensor, int column, boolean guarded) {

        String operator() {
            return node.getOpType();
        }
    }

    /**
     * @param widths the number of columns of each of the graph's inputs
     * @param decimal whether the column holds decimal numbers
     * @return the operators; empty if the column cannot be followed to all of them
     */
    static Optional<List<Arrival>> of(
            Graph graph, Map<String, Integer> widths, String input, int column, boolean decimal) {
        InputPropagation propagation = new InputPropagation(graph, widths, decimal);
        propagation.follow(input, column, false);
        return propagation.lost ? Optional.empty() : Optional.of(List.copyOf(propagation.arrivals));
    }

    private void follow(String tensor, int column, boolean guarded) {
        if (!seen.add(tensor + ' ' + column + ' ' + guarded)) {
            return;
        }
        List<NodeProto> consumers = graph.consumers(tensor);
        lost |= (graph.isUsedInside(tensor) && !guarded) || graph.isTooFar(consumers.size());
        for (NodeProto node : lost ? List.<NodeProto>of() : consumers) {
            step(node, tensor, column, guarded);
        }
    }

    private void step(NodeProto node, String tensor, int column, boolean guarded) {
        String operator = node.getOpType();
        if (isMoving(node) && node.getInput(0).equals(tensor)) {
            follow(node.getOutput(0), column, guarded);
        } else if (operator.equals("Concat")) {
            concat(node, tensor, column, guarded);
        } else if (isSelection(node, tensor)) {
            select(node, column, guarded);
        } else if (operator.equals("Where") && !node.getInput(0).equals(tensor)) {
            follow(node.getOutput(0), column, guarded || testsMissing(node.getInput(0), tensor));
        } else {
            arrivals.add(new Arrival(node, tensor, column, guarded));
        }
    }

    /** A cast keeps a decimal number, which may be NaN, only if it stays decimal. */
    private boolean isMoving(NodeProto node) {
        return MOVING.contains(node.getOpType())
                || (node.getOpType().equals("Cast")
                        && (!decimal || FLOATING.contains((int) Graph.number(node, "to", 0))));
    }

    private void concat(NodeProto node, String tensor, int column, boolean guarded) {
        lost |= graph.isTooFar(node.getInputCount());
        int before = 0;
        for (String input : lost ? List.<String>of() : node.getInputList()) {
            if (input.equals(tensor)) {
                follow(node.getOutput(0), before < 0 || column < 0 ? UNKNOWN : before + column, guarded);
            }
            Optional<Integer> width = width(input);
            before = before < 0 || width.isEmpty() ? UNKNOWN : before + width.get();
        }
    }

    /** The number of columns of a tensor; empty if unknown. */
    private Optional<Integer> width(String tensor) {
        if (widths.containsKey(tensor)) {
            return Optional.ofNullable(widths.get(tensor));
        }
        return graph.producer(tensor).flatMap(node -> switch (node.getOpType()) {
            case "Identity", "Cast", "Imputer", "Scaler" -> width(node.getInput(0));
            case "Where" -> width(node.getInput(2));
            case "ArrayFeatureExtractor", "Gather" ->
                graph.longs(node.getInput(1)).map(positions -> positions.length);
            default -> Optional.empty();
        });
    }

    private boolean isSelection(NodeProto node, String tensor) {
        boolean columns = node.getOpType().equals("ArrayFeatureExtractor")
                || (node.getOpType().equals("Gather") && Graph.number(node, "axis", 0) == 1);
        return columns
                && node.getInput(0).equals(tensor)
                && graph.longs(node.getInput(1)).isPresent();
    }

    private void select(NodeProto node, int column, boolean guarded) {
        long[] positions = graph.longs(node.getInput(1)).orElseThrow();
        lost |= graph.isTooFar(positions.length);
        for (int i = 0; i < positions.length && !lost; i++) {
            if (column == UNKNOWN || positions[i] == column || positions[i] < 0) {
                follow(node.getOutput(0), column == UNKNOWN ? UNKNOWN : i, guarded);
            }
        }
    }

    /** Whether the condition of a Where tests the tensor's values for being missing. */
    private boolean testsMissing(String condition, String tensor) {
        Optional<NodeProto> test = graph.producer(condition);
        while (test.isPresent()
                && (MOVING.contains(test.get().getOpType())
                        || test.get().getOpType().equals("Cast"))) {
            test = graph.producer(test.get().getInput(0));
        }
        return test.filter(node -> node.getInputList().contains(tensor))
                .filter(node -> node.getOpType().equals("IsNaN") || ColumnFacts.findsEmptyText(graph, node))
                .isPresent();
    }
}
