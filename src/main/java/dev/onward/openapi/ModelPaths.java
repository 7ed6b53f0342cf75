package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** What each model is asked: rows, of the default model and of each by its name, and tensors. */
final class ModelPaths {

    private static final String DEFAULT = "Default model";

    private static final Map<String, Object> OCTETS =
            Json.object("schema", Json.object("type", "string", "format", "binary"));

    private ModelPaths() {}

    static void addTo(Description description, ServedModels models) {
        models.chosen().filter(ModelPart::isTabular).ifPresent(part -> {
            description.tag(DEFAULT, "The model that is asked when none is named: " + part.name() + ".");
            addPredictions(description, "/predict", DEFAULT, "", part);
            ScoringPaths.addInvocations(description, "/invocations", DEFAULT, "", part);
        });
        models.models().forEach(versions -> versions.forEach(part -> addComponents(description, part)));
        models.named().forEach(versions -> addModel(description, versions));
    }

    /** What the paths of all models refer to. */
    static void addComponents(Description description) {
        description.schema(
                "RowError",
                Json.object(
                        "type",
                        "object",
                        "description",
                        "Stands in the place of an answer to a row of a file that could not be answered.",
                        "properties",
                        Json.object("error", Json.object("type", "string")),
                        "required",
                        List.of("error")));
        description.parameter(
                "Inference-Header-Content-Length",
                Json.object(
                        "name",
                        "Inference-Header-Content-Length",
                        "in",
                        "header",
                        "description",
                        "How many bytes of the body are JSON; the tensors that are sent as bytes follow.",
                        "schema",
                        Json.object("type", "integer", "minimum", 0)));
    }

    private static void addModel(Description description, List<ModelPart> versions) {
        ModelPart latest = ServedModels.latest(versions);
        String tag = "Model " + latest.name();
        description.tag(tag, latest.title() + (latest.lead().isEmpty() ? "" : ": " + latest.lead()));
        String models = "/models/" + Names.segment(latest.name());
        String id = "Model." + Names.key(latest.name());
        addPaths(description, models, tag, id, latest);
        ScoringPaths.addPredict(description, tag, id, latest);
        for (ModelPart part : versions) {
            if (Names.canBeSegment(part.version())) {
                addPaths(
                        description,
                        models + "/versions/" + Names.segment(part.version()),
                        tag,
                        "Version." + part.key(),
                        part);
            }
        }
    }

    private static void addPaths(Description description, String path, String tag, String id, ModelPart part) {
        PagePaths.addModel(description, path, tag, id, part);
        if (part.isTabular()) {
            addPredictions(description, path + "/predict", tag, id, part);
            ScoringPaths.addInvocations(description, path + "/invocations", tag, id, part);
        }
        String summary = "Tensors in, tensors out, by the Open Inference Protocol";
        description.post(
                "/v2" + path + "/infer",
                new Operation(tag, "infer" + id, summary)
                        .parameters(List.of(Json.ref("parameters", "Inference-Header-Content-Length")))
                        .body(Json.ref("requestBodies", part.key() + ".Infer"))
                        .answer(200, Json.ref("responses", part.key() + ".Infer"))
                        .errors(Errors.PROTOCOL, 400, 404, 405, 413, 415, 500, 503)
                        .guarded(Errors.PROTOCOL));
    }

    private static void addPredictions(Description description, String path, String tag, String id, ModelPart part) {
        description.get(
                path,
                new Operation(tag, "query" + id, "Predict one row in a query string")
                        .parameters(part.parameterRefs())
                        .answer(200, Json.ref("responses", part.key() + ".One"))
                        .errors(Errors.PROBLEM, 400, 404, 405, 406, 413, 500, 503)
                        .guarded(Errors.PROBLEM));
        description.post(
                path,
                new Operation(tag, "predict" + id, "Predict one row or many, from JSON, CSV or a form")
                        .about(
                                "The answer is in the format of the question unless Accept prefers JSON or CSV. A list of"
                                        + " rows is all or nothing; a bad row of a file is reported in its place.")
                        .body(Json.ref("requestBodies", part.key()))
                        .answer(200, Json.ref("responses", part.key() + ".Answers"))
                        .answer(400, part.wrongRef())
                        .errors(Errors.PROBLEM, 404, 405, 406, 413, 415, 500, 503)
                        .guarded(Errors.PROBLEM));
    }

    private static void addComponents(Description description, ModelPart part) {
        part.addTo(description);
        Map<String, Object> request = Json.object("schema", Json.ref("schemas", "V2InferRequest"));
        Map<String, Object> response = Json.object("schema", Json.ref("schemas", "V2InferResponse"));
        part.tensors().ifPresent(sample -> {
            request.put("examples", Json.object("tensors", Json.object("value", sample.asked())));
            response.put("examples", Json.object("tensors", Json.object("value", new Json.Text(sample.answered()))));
        });
        description.body(
                part.key() + ".Infer",
                Json.object(
                        "required",
                        true,
                        "content",
                        Json.object("application/json", request, "application/octet-stream", OCTETS)));
        description.response(
                part.key() + ".Infer",
                Operation.response(
                        "The outputs that were asked for, or all. Bytes follow the JSON where they were asked for.",
                        Json.object("application/json", response, "application/octet-stream", OCTETS)));
    }
}
