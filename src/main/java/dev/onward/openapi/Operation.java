package dev.onward.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one method of one path does. */
final class Operation {

    private final Map<String, Object> tree;
    private final Map<String, Object> responses = Json.object();
    private Optional<Errors> guard = Optional.empty();

    /**
     * @param tag under which it is listed
     * @param id what programs that are made from the document call it; unique in it
     * @param summary in a few words
     */
    Operation(String tag, String id, String summary) {
        tree = Json.object("tags", List.of(tag), "operationId", id, "summary", summary);
    }

    Operation about(String description) {
        tree.put("description", description);
        return this;
    }

    Operation parameters(List<?> parameters) {
        if (!parameters.isEmpty()) {
            tree.put("parameters", List.copyOf(parameters));
        }
        return this;
    }

    /** @param body a request body, or a reference to one */
    Operation body(Map<String, Object> body) {
        tree.put("requestBody", body);
        return this;
    }

    /** @param response what is answered with this status, or a reference to it */
    Operation answer(int status, Map<String, Object> response) {
        responses.put(Integer.toString(status), response);
        return this;
    }

    /** An answer in JSON. */
    Operation json(int status, String description, Map<String, Object> schema) {
        return answer(status, response(description, Json.object("application/json", Json.object("schema", schema))));
    }

    /** An answer in JSON with an example. */
    Operation json(int status, String description, Map<String, Object> schema, Object example) {
        return answer(
                status,
                response(
                        description,
                        Json.object("application/json", Json.object("schema", schema, "example", example))));
    }

    /** An answer that is a page. */
    Operation page(int status, String description) {
        return answer(
                status,
                response(description, Json.object("text/html", Json.object("schema", Json.object("type", "string")))));
    }

    /** Where there are API keys, only for those who show one. */
    Operation guarded(Errors errors) {
        guard = Optional.of(errors);
        return this;
    }

    Operation errors(Errors errors, int... statuses) {
        for (int status : statuses) {
            answer(status, errors.ref(status));
        }
        return this;
    }

    /** @param content by media type */
    static Map<String, Object> response(String description, Map<String, Object> content) {
        Map<String, Object> response = response(description);
        response.put("content", content);
        return response;
    }

    /** An answer without a body, with the header that every answer has. */
    static Map<String, Object> response(String description) {
        return Json.object("description", description, "headers", Json.object(RequestIds.NAME, RequestIds.HEADER));
    }

    /** The response with one more header. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> withHeader(Map<String, Object> response, String name, String description) {
        Map<String, Object> headers = (Map<String, Object>) response.computeIfAbsent("headers", none -> Json.object());
        headers.put(name, Json.object("description", description, "schema", Json.object("type", "string")));
        return response;
    }

    /** @param access which says whether there are API keys */
    Map<String, Object> tree(Access access) {
        if (access.keyed()) {
            guard.ifPresent(errors -> {
                tree.put("security", Keys.REQUIREMENT);
                errors(errors, 401);
            });
        }
        tree.put("responses", responses);
        return tree;
    }
}
