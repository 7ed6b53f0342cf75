package dev.onward.openapi;

import dev.onward.model.Model;
import java.util.List;
import java.util.Map;

/** Values that depend on a model, by the names of the placeholders in a slice's {@code openapi.json}. */
@FunctionalInterface
public interface ModelValues {

    /**
     * Values for the components of one model and for operations on it. Called once for each model. The model is leased
     * only during the call and must not be kept.
     *
     * @param key the first part of the names of the model's components, such as {@code iris.1}
     */
    Map<String, Object> of(Model model, String key);

    /**
     * The part of these values that a document of many models has for each of them: what differs between models, and
     * one example. Called like {@link #of}.
     */
    default Map<String, Object> inBrief(Model model, String key) {
        return Map.of();
    }

    /**
     * Values for the operations on any of many models, and for the components of these operations.
     *
     * @param models the values of each tabular model: at least those that {@link #inBrief} returned, and its key,
     *     name and version
     * @param key the first part of the names of the components
     */
    default Map<String, Object> ofMany(List<Map<String, Object>> models, String key) {
        return Map.of();
    }

    /**
     * Values for operations that have the model's name as a path parameter.
     *
     * @param versions of the model that is the parameter's example, the latest last; not leased, so they must not
     *     predict
     */
    default Map<String, Object> ofExample(List<Model> versions) {
        return Map.of();
    }
}
