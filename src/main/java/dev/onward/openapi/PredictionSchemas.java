package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** JSON Schemas for parts of predictions. */
public final class PredictionSchemas {

    /** A number, or null where the model computes NaN or an infinity. */
    public static final Map<String, Object> NUMBER = Map.of("type", List.of("number", "null"));

    /** An output without a known type. */
    public static final Map<String, Object> ANY = Map.of("type", List.of("number", "boolean", "string", "null"));

    /** Keeps the document of a model with thousands of classes small. */
    private static final int MAX_NAMES = 100;

    private PredictionSchemas() {}

    /**
     * The label of a class.
     *
     * @param whole true if the labels are integers
     */
    public static Map<String, Object> label(List<String> names, boolean whole) {
        List<String> distinct = names.stream().distinct().toList();
        Map<String, Object> label = JsonTree.object("type", whole ? "integer" : "string");
        if (!distinct.isEmpty() && distinct.size() <= MAX_NAMES) {
            label.put("enum", whole ? distinct.stream().map(JsonTree.Raw::new).toList() : distinct);
        }
        return label;
    }

    /**
     * An object with all of these properties. If there are too many to list, an object with any properties of this
     * kind.
     */
    public static Map<String, Object> named(Map<String, Object> properties, Map<String, Object> kind) {
        return properties.isEmpty() || properties.size() > MAX_NAMES
                ? JsonTree.object("type", "object", "additionalProperties", kind)
                : JsonTree.object(
                        "type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }
}
