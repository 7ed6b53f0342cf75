package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.openapi.ServedModels.Scope;
import dev.onward.openapi.ServedModels.Variables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Builds one document from the table of routes, the parts of the slices and the models that are served. */
final class DocumentBuilder {

    private static final String REQUEST_ID = "X-Request-Id";
    private static final String RESPONSES = "responses";

    private final ApiPart base;
    private final List<ApiPart> parts;
    private final List<Operation> operations;
    private final boolean keyed;
    private final Map<String, Object> common;
    private final ServedModels served;
    private final Optional<DescribedModel> shared;
    private final Map<String, Object> tags = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();

    /**
     * @param parts of all slices, after the one that they share
     * @param version of the application
     * @param keyed true if API keys are set
     */
    DocumentBuilder(
            List<ApiPart> parts, List<Operation> operations, String version, boolean keyed, ServedModels served) {
        this.base = parts.get(0);
        this.parts = parts;
        this.operations = operations;
        this.keyed = keyed;
        this.served = served;
        this.shared = ServedModels.areMany(served.all().size())
                ? Optional.of(DescribedModel.ofMany(served.all(), parts))
                : Optional.empty();
        this.common = JsonTree.object("applicationVersion", version, "models", served.names());
        if (keyed) {
            common.put("keyed", true);
        }
    }

    /**
     * The document in JSON.
     *
     * @param versions of a model by its name, the latest last
     */
    String build(Function<String, List<Model>> versions) {
        for (ApiPart part : parts) {
            addComponents(part.section("components"), common);
            part.section("errorFormats").forEach(this::addErrors);
            served.all().forEach(model -> addComponents(part.section("modelComponents"), model.values(part)));
            shared.ifPresent(any -> {
                addComponents(part.section("modelComponents"), any.values(part));
                addComponents(part.section("sharedComponents"), any.values(part));
            });
        }
        addOperations(versions);
        Map<String, Object> document = Template.expand(base.section("document"), common);
        document.put("tags", List.copyOf(tags.values()));
        document.put("paths", paths);
        document.put("components", components);
        return JsonTree.text(document);
    }

    private void addComponents(Map<String, Object> templates, Map<String, Object> values) {
        Template.expand(templates, values).forEach((kind, entries) -> JsonTree.asObject(entries)
                .forEach((name, entry) -> addComponent(kind, name, kind.equals(RESPONSES) ? response(entry) : entry)));
    }

    /** Adds a response for each error in one format, such as {@code V2NotFound}. */
    private void addErrors(String format, Object content) {
        Template.expand(base.section("errors"), common).values().forEach(error -> {
            Map<String, Object> response = new LinkedHashMap<>(JsonTree.asObject(error));
            String name = format + response.remove("name");
            response.put("content", content);
            addComponent(RESPONSES, name, response(response));
        });
    }

    private void addComponent(String kind, String name, Object component) {
        components.computeIfAbsent(kind, none -> new LinkedHashMap<>()).put(name, component);
    }

    /** Adds the operations of each model, listed together under its tag, and then all others, slice by slice. */
    private void addOperations(Function<String, List<Model>> versions) {
        List<Scope> scopes = served.scopes(shared);
        for (Scope scope : scopes) {
            operations.stream()
                    .filter(operation -> operation.isPerModel() && !operation.hasTag())
                    .forEach(operation -> add(operation, scope));
        }
        for (ApiPart part : parts) {
            part.section("tags").forEach((name, text) -> tags.put(name, tag(name, text)));
        }
        for (Operation operation : operations) {
            if (!operation.isPerModel()) {
                add(operation, versions);
            } else if (operation.hasTag()) {
                scopes.forEach(scope -> add(operation, scope));
            }
        }
    }

    private void add(Operation operation, Scope scope) {
        String template = operation.route().template();
        Map<String, Object> values = scope.model().values(operation.part());
        Map<String, Object> path = scope.areParameters() ? parameterValues(operation) : Map.of();
        Map<String, Object> expanded = scope.fits(template) ? Template.expand(operation.template(), values) : Map.of();
        if (expanded.isEmpty() || (scope.areParameters() && path.isEmpty())) {
            return;
        }
        if (!operation.hasTag()) {
            Map<String, Object> tag = Template.expand(base.section(tag(scope)), values);
            String name = String.valueOf(tag.get("name"));
            tags.put(name, tag);
            expanded.put("tags", List.of(name));
        }
        if (scope.areParameters()) {
            List<Object> parameters = pathParameters(operation, path);
            if (expanded.get("parameters") instanceof List<?> others) {
                parameters.addAll(others);
            }
            expanded.put("parameters", parameters);
        }
        put(scope.path(template), operation, expanded, scope.suffix());
    }

    private static String tag(Scope scope) {
        return scope.areParameters() ? "sharedTag" : scope.variables() == Variables.NONE ? "defaultTag" : "modelTag";
    }

    /** Adds an operation that has the model and its version, if any, as parameters of its path. */
    private void add(Operation operation, Function<String, List<Model>> versions) {
        String template = operation.route().template();
        Map<String, Object> values = new HashMap<>(common);
        List<Object> parameters = List.of();
        if (template.contains("{")) {
            Map<String, Object> path = parameterValues(operation);
            if (path.isEmpty()) {
                return;
            }
            values.putAll(operation.part().values().ofExample(versions.apply(String.valueOf(path.get("model")))));
            values.putAll(path);
            parameters = pathParameters(operation, values);
        }
        Map<String, Object> expanded = Template.expand(operation.template(), values);
        if (!parameters.isEmpty()) {
            expanded.put("parameters", parameters);
        }
        put(template, operation, expanded, "");
    }

    /** Values for the parameters of the operation's path; empty if it takes none of the models. */
    private Map<String, Object> parameterValues(Operation operation) {
        List<String> names =
                served.pathNames().stream().filter(operation::takes).toList();
        return names.isEmpty()
                ? Map.of()
                : Map.of("names", names, "model", names.get(0), "versions", served.pathVersions());
    }

    private List<Object> pathParameters(Operation operation, Map<String, Object> values) {
        List<Object> parameters = new ArrayList<>();
        base.section("pathParameters").forEach((name, parameter) -> {
            if (operation.route().template().contains("{" + name + "}")) {
                parameters.add(Template.expand(JsonTree.asObject(parameter), values));
            }
        });
        return parameters;
    }

    private void put(String path, Operation operation, Map<String, Object> expanded, String suffix) {
        paths.computeIfAbsent(
                        path, none -> JsonTree.object("parameters", List.of(JsonTree.ref("parameters", REQUEST_ID))))
                .put(operation.method(), operation.complete(expanded, suffix, base, keyed));
    }

    private static Map<String, Object> tag(String name, Object description) {
        return JsonTree.object("name", name, "description", description);
    }

    /** The response with the header that every response has; a reference is returned unchanged. */
    static Map<String, Object> response(Object response) {
        Map<String, Object> tree = JsonTree.asObject(response);
        if (tree.containsKey("$ref")) {
            return tree;
        }
        Map<String, Object> headers = JsonTree.object(REQUEST_ID, JsonTree.ref("headers", REQUEST_ID));
        headers.putAll(JsonTree.asObject(tree.get("headers")));
        Map<String, Object> complete =
                JsonTree.object("description", tree.getOrDefault("description", ""), "headers", headers);
        tree.forEach(complete::putIfAbsent);
        return complete;
    }
}
