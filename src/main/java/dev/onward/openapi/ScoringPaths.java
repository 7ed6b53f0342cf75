package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** The formats of other model servers: MLflow's, and those of KServe's first protocol. */
final class ScoringPaths {

    private static final String TAG = "KServe V1";
    private static final String MODELS = "/v1/models";
    private static final Map<String, Object> TEXT = Json.object("type", "string");

    private ScoringPaths() {}

    /** What KServe's first protocol has but for asking a model. */
    static void addTo(Description description, ServedModels models) {
        description.tag(TAG, "KServe's first protocol. Models are asked at predict.");
        List<String> served = models.models().stream()
                .map(versions -> ServedModels.latest(versions).name())
                .toList();
        description.get(
                MODELS,
                new Operation(TAG, "v1.models", "The names of all models")
                        .json(
                                200,
                                "They are told.",
                                object("models", Json.object("type", "array", "items", TEXT)),
                                Json.object("models", served))
                        .errors(Errors.KSERVE, 405, 500));
        List<String> names =
                models.names().stream().filter(ScoringPaths::canBeNamed).toList();
        if (!names.isEmpty()) {
            addReady(description, names);
        }
    }

    private static void addReady(Description description, List<String> names) {
        Map<String, Object> name = Json.object(
                "name",
                "name",
                "in",
                "path",
                "required",
                true,
                "description",
                "Of the model.",
                "schema",
                Json.object("type", "string", "enum", names));
        name.put("example", names.get(0));
        Map<String, Object> ready = object("name", TEXT, "ready", Json.object("type", "boolean"));
        description.get(
                MODELS + "/{name}",
                new Operation(TAG, "v1.model", "Whether it is served")
                        .parameters(List.of(name))
                        .json(200, "It is.", ready, Json.object("name", names.get(0), "ready", true))
                        .errors(Errors.KSERVE, 400, 404, 405, 500, 503));
    }

    /** What follows a colon is what is done with a model. */
    private static boolean canBeNamed(String name) {
        return name.indexOf(':') < 0;
    }

    /** @param path that ends with {@code /invocations} */
    static void addInvocations(Description description, String path, String tag, String id, ModelPart part) {
        part.scoring()
                .ifPresent(scoring -> description.post(
                        path,
                        new Operation(tag, "invocations" + id, "Predict rows as MLflow's servers do, all or none")
                                .body(Json.ref("requestBodies", part.key() + ".Mlflow"))
                                .answer(200, Json.ref("responses", part.key() + ".Mlflow"))
                                .answer(400, scoring.wrongRef(Errors.MLFLOW, "Mlflow"))
                                .errors(Errors.MLFLOW, 404, 405, 413, 415, 500, 503)
                                .guarded(Errors.MLFLOW)));
    }

    /** @param id of the model without a version, since none can be named */
    static void addPredict(Description description, String tag, String id, ModelPart part) {
        part.scoring()
                .ifPresent(scoring -> description.post(
                        MODELS + "/" + Names.segment(part.name()) + ":predict",
                        new Operation(tag, "v1.predict" + id, "Predict rows by KServe's first protocol, all or none")
                                .body(Json.ref("requestBodies", part.key() + ".Kserve"))
                                .answer(200, Json.ref("responses", part.key() + ".Kserve"))
                                .answer(400, scoring.wrongRef(Errors.KSERVE, "Kserve"))
                                .errors(Errors.KSERVE, 404, 405, 413, 415, 500, 503)
                                .guarded(Errors.KSERVE)));
    }

    /** An object that has all of these properties. */
    private static Map<String, Object> object(Object... namesAndSchemas) {
        Map<String, Object> properties = Json.object(namesAndSchemas);
        return Json.object("type", "object", "properties", properties, "required", List.copyOf(properties.keySet()));
    }
}
