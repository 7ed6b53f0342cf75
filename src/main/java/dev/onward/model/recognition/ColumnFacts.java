package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.onward.model.recognition.InputPropagation.Arrival;
import dev.onward.onnx.Graph;
import dev.onward.table.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The properties of one column of a graph's inputs, inferred from the operators that consume it.
 *
 * @param takesMissing the operators that handle missing values; empty if one of the consumers does not
 * @param categories the only values that the operators know, in the graph's order; empty if they accept any
 * @param ignoresUnknown whether the operators ignore any other value
 * @param typical a number that is usual for the column
 */
record ColumnFacts(Set<String> takesMissing, List<String> categories, boolean ignoresUnknown, OptionalDouble typical) {

    private static final Set<ByteString> GREATER_OR_LEAF =
            Set.of(ByteString.copyFromUtf8("BRANCH_GT"), ByteString.copyFromUtf8("LEAF"));

    private static final ColumnFacts NONE = new ColumnFacts(Set.of(), List.of(), false, OptionalDouble.empty());

    /** @param isText whether the column holds text */
    static ColumnFacts of(Graph graph, Optional<List<Arrival>> arrivals, boolean isText, TypicalValues typicalValues) {
        return arrivals.filter(all -> !all.isEmpty())
                .map(all -> new ColumnFacts(
                        missing(graph, all),
                        categories(all, isText),
                        ignoresUnknown(all, isText),
                        typicalValues.of(all)))
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
                    // Libraries whose trees do not support missing values omit the attribute or fill it with zeros.
                    case "TreeEnsembleClassifier", "TreeEnsembleRegressor", "TreeEnsemble" ->
                        Graph.attribute(node, "nodes_missing_value_tracks_true")
                                .filter(list -> graph.hasNonZero(list) || testsGreater(node))
                                .isPresent();
                    case "OneHotEncoder" ->
                        Graph.list(node, "cats_strings").orElse(List.of()).contains("");
                    default -> false;
                };
    }

    /**
     * Checks for trees as CatBoost exports them: each test is "greater than", for which NaN is less than any number, as
     * in CatBoost's default for missing values.
     */
    private static boolean testsGreater(NodeProto trees) {
        return Graph.attribute(trees, "nodes_modes")
                .filter(modes -> modes.getStringsList().stream().allMatch(GREATER_OR_LEAF::contains))
                .isPresent();
    }

    /** Checks whether the operator compares its input with the empty string. */
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

    /** The categories that all encoders know, without the empty string, which represents a missing value. */
    private static List<String> categories(List<Arrival> arrivals, boolean isText) {
        List<Set<String>> encoders = arrivals.stream()
                .map(arrival -> categories(arrival.node(), isText))
                .filter(categories -> !categories.isEmpty())
                .toList();
        if (encoders.isEmpty()) {
            return List.of();
        }
        Set<String> common = new LinkedHashSet<>(encoders.get(0));
        encoders.subList(1, encoders.size()).forEach(common::retainAll);
        return List.copyOf(common);
    }

    /** Checks whether every encoder of the column is a OneHotEncoder that turns an unknown category into zeros. */
    private static boolean ignoresUnknown(List<Arrival> arrivals, boolean isText) {
        return arrivals.stream()
                .map(Arrival::node)
                .filter(node -> !categories(node, isText).isEmpty())
                .allMatch(node -> node.getOpType().equals("OneHotEncoder") && Graph.number(node, "zeros", 1) == 1);
    }

    /** The categories of one encoder, without those that the runtime encodes incorrectly and the empty string. */
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
