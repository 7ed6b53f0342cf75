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
 * Follows one column of an input into the graph, through operators that only move it about, to those that do something
 * with it.
 */
final class InputPropagation {

    /** Operators that change neither values nor, as exporters use them, which column is which. */
    private static final Set<String> MOVING = Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    static final Set<Integer> FLOATING = Set.of(
            TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.DOUBLE_VALUE, TensorProto.DataType.FLOAT16_VALUE);

    /** Where a column's place can no longer be told. */
    private static final int SOMEWHERE = -1;

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
     * @param column its place in what the operator gets there; negative if that cannot be told
     * @param guarded whether missing values have been replaced on the way
     */
    record Arrival(NodeProto node, String tensor, int column, boolean guarded) {

        String operator() {
            return node.getOpType();
        }
    }

    /**
     * @param widths how many columns each of the graph's inputs has
     * @param decimal whether the column holds decimal numbers
     * @return the operators, or nothing if the column's way cannot be followed to all of its ends
     */
    static Optional<List<Arrival>> of(
            Graph graph, Map<String, Integer> widths, String input, int column, boolean decimal) {
        InputPropagation flow = new InputPropagation(graph, widths, decimal);
        flow.follow(input, column, false);
        return flow.lost ? Optional.empty() : Optional.of(List.copyOf(flow.arrivals));
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
            follow(node.getOutput(0), column, guarded || looksForMissing(node.getInput(0), tensor));
        } else {
            arrivals.add(new Arrival(node, tensor, column, guarded));
        }
    }

    /** A cast moves a number if it keeps it: a decimal one, which may be NaN, must stay decimal. */
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
                follow(node.getOutput(0), before < 0 || column < 0 ? SOMEWHERE : before + column, guarded);
            }
            Optional<Integer> width = width(input);
            before = before < 0 || width.isEmpty() ? SOMEWHERE : before + width.get();
        }
    }

    /** Known for the graph's inputs, and for what is made of one column. */
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
            if (column == SOMEWHERE || positions[i] == column || positions[i] < 0) {
                follow(node.getOutput(0), column == SOMEWHERE ? SOMEWHERE : i, guarded);
            }
        }
    }

    /** Whether a Where's condition asks if the tensor's values are missing. */
    private boolean looksForMissing(String condition, String tensor) {
        Optional<NodeProto> asked = graph.producer(condition);
        while (asked.isPresent()
                && (MOVING.contains(asked.get().getOpType())
                        || asked.get().getOpType().equals("Cast"))) {
            asked = graph.producer(asked.get().getInput(0));
        }
        return asked.filter(node -> node.getInputList().contains(tensor))
                .filter(node -> node.getOpType().equals("IsNaN") || ColumnFacts.findsEmptyText(graph, node))
                .isPresent();
    }
}
