package dev.onward.openapi;

import dev.onward.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The operation that describes a route.
 *
 * @param name in the resource of its slice
 * @param template with placeholders
 */
record Operation(Route route, String name, ApiPart part, Map<String, Object> template) {

    /** Any request can have the wrong method, and any handler can fail. */
    private static final List<Integer> ERRORS_OF_ALL = List.of(405, 500);

    private static final int UNAUTHORIZED = 401;

    /** @throws IllegalStateException if the resource has no operation of this name */
    static Operation of(Route route, String name, ApiPart part) {
        Map<String, Object> template =
                JsonTree.asObject(part.section("operations").get(name));
        if (template.isEmpty()) {
            throw new IllegalStateException("openapi.json: expected an operation \"" + name + "\" for " + route.method()
                    + " " + route.template());
        }
        return new Operation(route, name, part, template);
    }

    /** True if it is described once for each model; false if the model, if any, is a parameter of its path. */
    boolean isPerModel() {
        return Boolean.TRUE.equals(template.get("perModel"));
    }

    /** False if it is listed under the tag of its model. */
    boolean hasTag() {
        return template.containsKey("tags");
    }

    /** True if the name can be the value of the path's parameter. */
    boolean takes(String modelName) {
        return modelName.matches(String.valueOf(template.getOrDefault("modelNames", ".*")));
    }

    String method() {
        return route.method().toLowerCase(Locale.ROOT);
    }

    /**
     * The operation in its final form in the document.
     *
     * @param expanded the template with values
     * @param suffix of its identifier
     * @param base the part with the errors of all operations
     * @param keyed true if API keys are set
     */
    Map<String, Object> complete(Map<String, Object> expanded, String suffix, ApiPart base, boolean keyed) {
        Map<String, Object> tree = JsonTree.object("tags", List.of(), "operationId", name + suffix);
        tree.putAll(expanded);
        List.of("perModel", "modelNames", "errors", "errorFormat").forEach(tree::remove);
        TreeSet<Integer> errors = new TreeSet<>(ERRORS_OF_ALL);
        if (expanded.get("errors") instanceof List<?> declared) {
            declared.forEach(status -> errors.add((Integer) status));
        }
        if (keyed && route.isKeyed()) {
            errors.add(UNAUTHORIZED);
            tree.putAll(base.section("keyedOperation"));
        }
        Map<String, Object> responses = new TreeMap<>();
        for (int status : errors) {
            Object error = JsonTree.asObject(base.section("errors").get(String.valueOf(status)))
                    .get("name");
            responses.put(
                    String.valueOf(status),
                    JsonTree.ref("responses", expanded.getOrDefault("errorFormat", "") + String.valueOf(error)));
        }
        JsonTree.asObject(expanded.get("responses"))
                .forEach((status, response) -> responses.put(status, DocumentBuilder.response(response)));
        tree.put("responses", responses);
        return tree;
    }
}
