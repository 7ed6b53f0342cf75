package dev.onward.openapi;

import java.util.List;
import java.util.Map;

/** The pages for people, and this document itself. */
final class PagePaths {

    private static final String TAG = "Pages";

    private PagePaths() {}

    static void addTo(Description description, ServedModels models) {
        description.tag(TAG, "For people, and what describes the rest.");
        Operation start = new Operation(TAG, "start", "The form of the default model, or all models to choose from");
        description.get("/", start.page(200, "A page.").errors(Errors.PROBLEM, 404, 405, 406, 500, 503));
        models.chosen()
                .filter(ModelPart::isTabular)
                .ifPresent(part -> description.post("/", form(TAG, "start.answer", part)));
        description.get(
                "/models",
                new Operation(TAG, "models", "What is served, and what is not and why")
                        .answer(
                                200,
                                Operation.response(
                                        "A list for programs, a page for people.",
                                        Json.object(
                                                "application/json",
                                                Json.object("schema", list()),
                                                "text/html",
                                                Json.object("schema", Json.object("type", "string")))))
                        .errors(Errors.PROBLEM, 405, 406, 500));
        description.get(
                "/openapi.json",
                new Operation(TAG, "openapi", "This document")
                        .json(200, "OpenAPI 3.1.", Json.object("type", "object"))
                        .answer(304, Operation.response("Not changed since the ETag in If-None-Match."))
                        .errors(Errors.PROBLEM, 405, 500));
        description.get(
                "/docs",
                new Operation(TAG, "docs", "This document as a page to try it out")
                        .page(200, "A page.")
                        .errors(Errors.PROBLEM, 405, 406, 500));
    }

    /** @param id of the model and version that the path names, or of the model alone */
    static void addModel(Description description, String path, String tag, String id, ModelPart part) {
        description.get(
                path,
                new Operation(tag, "page" + id, "The model's form and card")
                        .page(200, "A page.")
                        .errors(Errors.PROBLEM, 404, 405, 406, 500, 503));
        if (part.isTabular()) {
            description.post(path, form(tag, "form" + id, part));
        }
    }

    private static Operation form(String tag, String id, ModelPart part) {
        return new Operation(tag, id, "The form with its answer")
                .body(Json.object(
                        "required",
                        true,
                        "content",
                        Json.object(
                                "application/x-www-form-urlencoded",
                                Json.object("schema", Json.ref("schemas", part.key() + ".Fields")))))
                .page(200, "The form with the answer.")
                .answer(
                        400,
                        Operation.response("The form with the problems beside their fields.", Errors.PROBLEM.content()))
                .errors(Errors.PROBLEM, 404, 405, 406, 413, 415, 500, 503)
                .guarded(Errors.PROBLEM);
    }

    private static Map<String, Object> list() {
        Map<String, Object> version = Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "version", Json.object("type", "string"),
                        "sha256", Json.object("type", "string", "description", "Of the model's file."),
                        "verifiedRows",
                                Json.object(
                                        "type",
                                        "integer",
                                        "minimum",
                                        0,
                                        "description",
                                        "Golden rows that it reproduced.")),
                "required",
                List.of("version", "sha256", "verifiedRows"));
        Map<String, Object> model = Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "model", Json.object("type", "string"),
                        "versions", Json.object("type", "array", "items", version)),
                "required",
                List.of("model", "versions"));
        return Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "models", Json.object("type", "array", "items", model),
                        "default", Json.object("type", "string"),
                        "failures", Json.object("type", "array", "items", Json.object("type", "string"))),
                "required",
                List.of("models", "failures"));
    }
}
