package dev.onward.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The document while it is made: each part adds its paths and what they refer to. */
final class Description {

    private final Map<String, Object> paths = Json.object();
    private final List<Object> tags = new ArrayList<>();
    private final Map<String, Object> schemas = Json.object();
    private final Map<String, Object> parameters = Json.object();
    private final Map<String, Object> bodies = Json.object();
    private final Map<String, Object> responses = Json.object();
    private final String version;
    private final Access access;

    /** @param version of the application */
    Description(String version, Access access) {
        this.version = version;
        this.access = access;
    }

    Access access() {
        return access;
    }

    void tag(String name, String description) {
        tags.add(Json.object("name", name, "description", description));
    }

    void get(String path, Operation operation) {
        add(path, "get", operation);
    }

    void post(String path, Operation operation) {
        add(path, "post", operation);
    }

    @SuppressWarnings("unchecked")
    private void add(String path, String method, Operation operation) {
        Map<String, Object> methods = (Map<String, Object>)
                paths.computeIfAbsent(path, unknown -> Json.object("parameters", List.of(RequestIds.PARAMETER)));
        methods.put(method, operation.tree(access));
    }

    void schema(String name, Map<String, Object> schema) {
        schemas.put(name, schema);
    }

    void parameter(String name, Map<String, Object> parameter) {
        parameters.put(name, parameter);
    }

    void body(String name, Map<String, Object> body) {
        bodies.put(name, body);
    }

    void response(String name, Map<String, Object> response) {
        responses.put(name, response);
    }

    byte[] toJson() {
        Map<String, Object> components = Json.object(
                "schemas", schemas, "parameters", parameters, "requestBodies", bodies, "responses", responses);
        components.put("headers", RequestIds.headers());
        if (access.keyed()) {
            components.put("securitySchemes", Keys.schemes());
        }
        return Json.bytes(Json.object(
                "openapi",
                "3.1.1",
                "info",
                Json.object(
                        "title",
                        "Onward",
                        "version",
                        version,
                        "description",
                        "Predictions of ONNX models for rows of a table. HEAD is answered as GET, without a body, and"
                                + " OPTIONS with the methods of a path.",
                        "license",
                        Json.object("name", "Apache-2.0", "identifier", "Apache-2.0")),
                "servers",
                List.of(Json.object("url", ".", "description", "Where this document is.")),
                "tags",
                tags,
                "paths",
                paths,
                "components",
                components));
    }
}
