package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.NodeProto;
import dev.onward.model.recognition.InputPropagation.Arrival;
import dev.onward.onnx.Graph;
import dev.onward.table.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a graph shows of one column of its inputs by the operators at which the column arrives.
 *
 * @param takesMissing the operators that say what becomes of a missing value; empty if one of them does not
 * @param categories the only values that the operators know, in the graph's order; empty if they take any
 */
record ColumnFacts(Set<String> takesMissing, List<String> categories) {

    private static final ColumnFacts NONE = new ColumnFacts(Set.of(), List.of());

    /** @param isText whether the column holds text */
    static ColumnFacts of(Graph graph, Optional<List<Arrival>> arrivals, boolean isText) {
        return arrivals.filter(all -> !all.isEmpty())
                .map(all -> new ColumnFacts(missing(graph, all), categories(all, isText)))
                .orElse(NONE);
    }

    private static Set<String> missing(Graph graph, List<Arrival> arrivals) {
        return arrivals.stream().allMatch(arrival -> takesMissing(graph, arrival))
                ? arrivals.stream()
                        .filter(arrival -> !arrival.guarded())
                        .map(Arrival::operator)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static boolean takesMissing(Graph graph, Arrival arrival) {
        NodeProto node = arrival.node();
        return arrival.guarded()
                || findsEmptyText(graph, node)
                || switch (arrival.operator()) {
                    case "IsNaN" -> true;
                    case "Imputer" ->
                        Graph.attribute(node, "replaced_value_float")
                                .filter(value -> Float.isNaN(value.getF()))
                                .isPresent();
                    // Trees of libraries without missing values have no such entry, or one of zeros alone.
                    case "TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble" ->
                        Graph.attribute(node, "nodes_missing_value_tracks_true")
                                .filter(graph::hasNonZero)
                                .isPresent();
                    case "OneHotEncoder" ->
                        Graph.list(node, "cats_strings").orElse(List.of()).contains("");
                    default -> false;
                };
    }

    /** Whether the operator tells the empty text from others. */
    static boolean findsEmptyText(Graph graph, NodeProto node) {
        return switch (node.getOpType()) {
            case "LabelEncoder" ->
                Graph.list(node, "keys_strings").orElse(List.of()).contains("");
            case "Equal" ->
                node.getInputList().stream()
                        .anyMatch(input -> graph.texts(input).orElse(List.of()).contains(""));
            default -> false;
        };
    }

    /** What all of the encoders know; the empty text is not among them, being what a missing one is given as. */
    private static List<String> categories(List<Arrival> arrivals, boolean isText) {
        List<Set<String>> known = arrivals.stream()
                .map(arrival -> categories(arrival.node(), isText))
                .filter(categories -> !categories.isEmpty())
                .toList();
        if (known.isEmpty()) {
            return List.of();
        }
        Set<String> common = new LinkedHashSet<>(known.get(0));
        known.subList(1, known.size()).forEach(common::retainAll);
        return List.copyOf(common);
    }

    /** Without those that cannot be fed: what the runtime miscodes, and the empty text, which says that there is none. */
    private static Set<String> categories(NodeProto node, boolean isText) {
        Optional<List<String>> listed =
                switch (node.getOpType()) {
                    case "OneHotEncoder" -> Graph.list(node, isText ? "cats_strings" : "cats_int64s");
                    case "LabelEncoder" -> Graph.list(node, isText ? "keys_strings" : "keys_int64s");
                    default -> Optional.empty();
                };
        return listed.orElse(List.of()).stream()
                .filter(text -> !text.isEmpty() && !Text.hasSurrogates(text))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
