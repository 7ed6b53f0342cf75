package dev.onward.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Open Inference Protocol, but for asking a model. */
final class ProtocolPaths {

    private static final String TAG = "Open Inference Protocol";
    private static final String MODEL = "/v2/models/{name}";

    private ProtocolPaths() {}

    /** @param metadata of the first model that can be named, in its latest version */
    static void addTo(Description description, ServedModels models, Optional<Json.Text> metadata) {
        description.tag(
                TAG, "Version 2, over REST, as Triton, KServe and MLServer speak it. Models are asked at infer.");
        ProtocolSchemas.addTo(description);
        get(description, "/v2", operation("v2", "The server", "V2Server"));
        get(description, "/v2/health/live", operation("v2.live", "Whether the process lives", "V2Health"));
        get(
                description,
                "/v2/health/ready",
                operation("v2.ready", "Whether predictions are answered", "V2Health")
                        .json(503, "They are not, for the reason given.", Json.ref("schemas", "V2Health")));
        get(description, "/v2/models", operation("v2.models", "The names of all models", "V2Models"));
        get(description, "/v2/models/stats", operation("v2.allStats", "Statistics of all models", "V2Statistics"));
        description.post(
                "/v2/repository/index",
                operation("v2.index", "All models, and the files that are not served and why", "V2Index")
                        .body(Json.object(
                                "content",
                                Json.object(
                                        "application/json",
                                        Json.object("schema", Json.ref("schemas", "V2IndexRequest")))))
                        .errors(Errors.PROTOCOL, 400, 405, 413, 415, 500));
        if (!models.names().isEmpty()) {
            List<Object> name = List.of(nameParameter(models));
            addModel(description, MODEL, "v2.model", name, metadata);
            List<Object> version = List.of(nameParameter(models), versionParameter(models));
            addModel(description, MODEL + "/versions/{version}", "v2.version", version, Optional.empty());
        }
    }

    private static void addModel(
            Description description, String path, String id, List<Object> parameters, Optional<Json.Text> example) {
        Operation metadata = operation(id, "The tensors that a model takes and gives", "V2Model");
        example.ifPresent(text -> metadata.json(200, "They are told.", Json.ref("schemas", "V2Model"), text));
        getModel(description, path, parameters, metadata);
        getModel(description, path + "/ready", parameters, operation(id + ".ready", "Whether it is served", "V2Ready"));
        getModel(
                description,
                path + "/stats",
                parameters,
                operation(id + ".stats", "How often it was asked over this protocol", "V2Statistics"));
    }

    private static void getModel(Description description, String path, List<Object> parameters, Operation operation) {
        get(description, path, operation.parameters(parameters).errors(Errors.PROTOCOL, 400, 404, 503));
    }

    private static void get(Description description, String path, Operation operation) {
        description.get(path, operation.errors(Errors.PROTOCOL, 405, 500));
    }

    private static Operation operation(String id, String summary, String schema) {
        return new Operation(TAG, id, summary).json(200, "It is told.", Json.ref("schemas", schema));
    }

    private static Map<String, Object> nameParameter(ServedModels models) {
        Map<String, Object> parameter = parameter("name", "Of the model.", models.names());
        parameter.put("example", models.names().get(0));
        return parameter;
    }

    private static Map<String, Object> versionParameter(ServedModels models) {
        return parameter("version", "Of the model, which may not have all of these.", models.versions());
    }

    private static Map<String, Object> parameter(String name, String description, List<String> values) {
        return Json.object(
                "name",
                name,
                "in",
                "path",
                "required",
                true,
                "description",
                description,
                "schema",
                Json.object("type", "string", "enum", values));
    }
}
