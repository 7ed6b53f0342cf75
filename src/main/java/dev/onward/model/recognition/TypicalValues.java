package dev.onward.model.recognition;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.onward.model.recognition.InputPropagation.Arrival;
import dev.onward.onnx.Graph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Finds numbers that are usual for a column, for examples: the mean that a scaler subtracts, the value that an imputer
 * fills in, or the middle of the thresholds of trees. Not thread-safe.
 */
final class TypicalValues {

    private static final ByteString LEAF = ByteString.copyFromUtf8("LEAF");

    /** The thresholds of each operator with trees, by column, in ascending order. */
    private final IdentityHashMap<NodeProto, Map<Long, List<Float>>> thresholds = new IdentityHashMap<>();

    /** A number that is usual for the column that arrives at these operators; empty if none of them shows one. */
    OptionalDouble of(List<Arrival> arrivals) {
        return arrivals.stream()
                .flatMapToDouble(arrival -> of(arrival).stream())
                .filter(Double::isFinite)
                .findFirst();
    }

    private OptionalDouble of(Arrival arrival) {
        return switch (arrival.operator()) {
            case "Scaler" -> number(arrival, "offset");
            case "Imputer" -> number(arrival, "imputed_value_floats");
            case "TreeEnsembleClassifier", "TreeEnsembleRegressor" -> threshold(arrival);
            default -> OptionalDouble.empty();
        };
    }

    /** The number of the column in a list that has one for each, or one for all. */
    private static OptionalDouble number(Arrival arrival, String attribute) {
        List<Float> numbers = Graph.attribute(arrival.node(), attribute)
                .map(AttributeProto::getFloatsList)
                .orElse(List.of());
        int position = numbers.size() == 1 ? 0 : arrival.column();
        return position >= 0 && position < numbers.size()
                ? OptionalDouble.of(numbers.get(position))
                : OptionalDouble.empty();
    }

    private OptionalDouble threshold(Arrival arrival) {
        List<Float> sorted = thresholds
                .computeIfAbsent(arrival.node(), TypicalValues::thresholds)
                .getOrDefault((long) arrival.column(), List.of());
        return sorted.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sorted.get(sorted.size() / 2));
    }

    private static Map<Long, List<Float>> thresholds(NodeProto trees) {
        List<Long> features = Graph.attribute(trees, "nodes_featureids")
                .map(AttributeProto::getIntsList)
                .orElse(List.of());
        List<Float> values = Graph.attribute(trees, "nodes_values")
                .map(AttributeProto::getFloatsList)
                .orElse(List.of());
        List<ByteString> modes = Graph.attribute(trees, "nodes_modes")
                .map(AttributeProto::getStringsList)
                .orElse(List.of());
        Map<Long, List<Float>> thresholds = new HashMap<>();
        for (int i = 0; i < Math.min(features.size(), Math.min(values.size(), modes.size())); i++) {
            if (!modes.get(i).equals(LEAF)) {
                thresholds
                        .computeIfAbsent(features.get(i), feature -> new ArrayList<>())
                        .add(values.get(i));
            }
        }
        thresholds.values().forEach(found -> found.sort(null));
        return thresholds;
    }
}
