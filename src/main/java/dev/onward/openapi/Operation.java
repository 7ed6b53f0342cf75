package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** What one method of one path does. */
final class Operation {

    private final Map<String, Object> tree;
    private final Map<String, Object> responses = Json.object();

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

    Operation errors(Errors errors, int... statuses) {
        for (int status : statuses) {
            answer(status, errors.ref(status));
        }
        return this;
    }

    /** @param content by media type */
    static Map<String, Object> response(String description, Map<String, Object> content) {
        return Json.object("description", description, "content", content);
    }

    Map<String, Object> tree() {
        tree.put("responses", responses);
        return tree;
    }
}
