package dev.onward.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.WebApp;
import dev.onward.openapi.OpenApi;
import dev.onward.openapi.OpenApi.Operation;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every example of the document is sent and answered as it says. */
class ApiExamplesTest {

    private static final Path INTEROP = Path.of("src/test/resources/interop");

    /** Not more than are described one by one. */
    private static final int FEW = 8;

    private static final String BOUNDARY = "example-boundary";

    @TempDir
    private Path folder = Path.of("");

    /** A request that the document gives, and the answer that it promises. */
    private record Example(Operation operation, String path, String type, String body, Promise promise) {

        String name() {
            return operation.method() + " " + path + " " + type + " for " + promise.type();
        }
    }

    /** An answer, and what it is to be. */
    private record Promise(int status, String type, JsonNode schema, JsonNode value) {}

    @Test
    void holdsForTheShippedModel() {
        OpenApi document = new OpenApi(Http.shared().get("/openapi.json").body());

        List<Example> examples = examples(document);

        examples.forEach(example -> check(document, Http.shared(), example));
        assertThat(examples.stream().map(Example::name))
                .contains(
                        "POST /predict application/json for application/json",
                        "POST /predict application/json for application/problem+json",
                        "POST /predict text/csv for text/csv",
                        "POST /predict multipart/form-data for text/csv",
                        "POST /predict application/x-www-form-urlencoded for application/json",
                        "POST /v2/models/banknote/infer application/json for application/json",
                        "GET /v2/models/banknote  for application/json",
                        "POST /invocations application/json for application/json",
                        "POST /invocations text/csv for application/json",
                        "POST /models/banknote/versions/1/invocations application/json for application/json",
                        "POST /v1/models/banknote:predict application/json for application/json",
                        "GET /v1/models  for application/json",
                        "GET /v1/models/banknote  for application/json",
                        "GET /ping  for text/plain",
                        "GET /version  for text/plain",
                        "GET /health/live  for application/json")
                .anyMatch(name -> name.startsWith("GET /models/banknote/versions/1/predict?variance="));
        // What the document holds and no request stands for would be missed.
        assertThat(examples).hasSize(promises(document));
    }

    /** A document of so few models describes the operations of each. */
    @Test
    void holdsForModelsOfOtherTools() throws IOException {
        List<String> names = interop();
        List<String> answered = new ArrayList<>();
        for (int from = 0; from < names.size(); from += FEW) {
            List<String> few = names.subList(from, Math.min(from + FEW, names.size()));
            try (WebApp server = serve(folder.resolve(few.get(0)), few)) {
                Http http = Http.to(server);
                OpenApi document = new OpenApi(http.get("/openapi.json").body());

                List<Example> examples = examples(document);

                examples.forEach(example -> check(document, http, example));
                assertThat(examples).hasSize(promises(document));
                answered.addAll(models(examples));
            }
        }
        // The model of images is no model of tables.
        assertThat(names).filteredOn(name -> !answered.contains(name)).containsExactly("pytorch-image");
    }

    /** Here an example is one of the model that its name gives. */
    @Test
    void holdsForManyModelsAtOnce() throws IOException {
        // Enough to be many, of different kinds.
        List<String> names = Stream.iterate(
                        interop(), all -> !all.isEmpty(), all -> all.subList(Math.min(3, all.size()), all.size()))
                .map(all -> all.get(0))
                .toList();
        try (WebApp server = serve(folder.resolve("some"), names)) {
            Http http = Http.to(server);
            OpenApi document = new OpenApi(http.get("/openapi.json").body());

            List<Example> examples = examples(document);

            assertThat(document.faults()).isEmpty();
            assertThat(document.danglingReferences()).isEmpty();
            examples.forEach(example -> check(document, http, example));
            assertThat(examples).hasSize(promises(document));
            assertThat(names).hasSizeGreaterThan(FEW);
            assertThat(models(examples)).hasSizeGreaterThanOrEqualTo(names.size() - 1);
        }
    }

    private static List<String> interop() throws IOException {
        try (var folders = Files.list(INTEROP)) {
            return folders.filter(model -> Files.exists(model.resolve("model.onnx")))
                    .map(model -> model.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static WebApp serve(Path folder, List<String> names) throws IOException {
        for (String name : names) {
            Path version = Files.createDirectories(folder.resolve(name).resolve("1"));
            try (var files = Files.list(INTEROP.resolve(name))) {
                for (Path file :
                        files.filter(file -> !file.toString().endsWith("json")).toList()) {
                    Files.copy(file, version.resolve(file.getFileName()));
                }
            }
        }
        return WebApp.serve("--models", folder.toString());
    }

    /** The models for which there is an example. */
    private static Set<String> models(List<Example> examples) {
        return examples.stream()
                .filter(example -> example.path().startsWith("/models/"))
                .map(example -> example.path().split("/", -1)[2])
                .collect(Collectors.toSet());
    }

    private static List<Example> examples(OpenApi document) {
        List<Example> examples = new ArrayList<>();
        for (Operation operation : document.operations()) {
            String path = path(document, operation);
            JsonNode content =
                    document.follow(operation.node().path("requestBody")).path("content");
            if (content.isMissingNode()) {
                promise(document, operation, 200, "")
                        .forEach(answer -> examples.add(new Example(operation, path, "", "", answer)));
                continue;
            }
            content.properties()
                    .forEach(type -> OpenApi.examples(type.getValue()).forEach((key, value) -> {
                        assertThat(document.faults(type.getValue().get("schema"), value.toString()))
                                .as(path + " " + key)
                                .isEmpty();
                        promise(document, operation, 200, key)
                                .forEach(answer -> examples.add(new Example(
                                        operation,
                                        path(document, operation, key),
                                        type.getKey(),
                                        body(type.getKey(), value),
                                        answer)));
                    }));
            promise(document, operation, 400, "incomplete").forEach(answer -> {
                ObjectNode row = (ObjectNode)
                        content.at("/application~1json/examples/example1/value").deepCopy();
                row.remove(answer.value().at("/problems/0/feature").asString());
                examples.add(new Example(operation, path, "application/json", row.toString(), answer));
            });
            promise(document, operation, 400, "short").forEach(answer -> {
                ArrayNode row = (ArrayNode) content.at("/application~1json/examples/instances/value/instances/0")
                        .deepCopy();
                row.remove(row.size() - 1);
                examples.add(new Example(operation, path, "application/json", "{\"instances\":[" + row + "]}", answer));
            });
        }
        return examples;
    }

    /** The answers that are promised to the request of this key; to one without a body whichever there is. */
    private static List<Promise> promise(OpenApi document, Operation operation, int status, String key) {
        List<Promise> promises = new ArrayList<>();
        JsonNode response = document.follow(operation.node().at("/responses/" + status));
        response.path("content").properties().forEach(type -> OpenApi.examples(type.getValue())
                .forEach((name, value) -> {
                    if (name.equals(key) || key.isEmpty()) {
                        promises.add(new Promise(
                                status, type.getKey(), type.getValue().get("schema"), value));
                    }
                }));
        return promises;
    }

    /** How many requests with an answer the document has examples for. */
    private static int promises(OpenApi document) {
        int count = 0;
        for (Operation operation : document.operations()) {
            JsonNode content =
                    document.follow(operation.node().path("requestBody")).path("content");
            for (JsonNode type : content) {
                count += OpenApi.examples(type).size();
            }
            for (var response : operation.node().get("responses").properties()) {
                for (JsonNode type : document.follow(response.getValue()).path("content")) {
                    boolean isAnswerToBody = response.getKey().equals("200") && content.isObject();
                    count += isAnswerToBody ? 0 : OpenApi.examples(type).size();
                }
            }
        }
        return count;
    }

    /** The path for an example whose key is that of one of many models, such as {@code iris.1}, or any other key. */
    private static String path(OpenApi document, Operation operation, String key) {
        int dot = key.lastIndexOf('.');
        String path = path(document, operation);
        return dot < 0
                ? path
                : operation
                        .path()
                        .replace("{model}", key.substring(0, dot))
                        .replace("{version}", key.substring(dot + 1));
    }

    private static String path(OpenApi document, Operation operation) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        for (JsonNode given : operation.node().path("parameters")) {
            JsonNode parameter = document.follow(given);
            if (parameter.has("example")) {
                String name = parameter.get("name").asString();
                String value = encode(parameter.get("example").asString());
                assertThat(document.faults(
                                parameter.get("schema"),
                                parameter.get("example").toString()))
                        .isEmpty();
                path = path.replace("{" + name + "}", value);
                if (parameter.get("in").asString().equals("query")) {
                    query.add(encode(name) + "=" + value);
                }
            }
        }
        return path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static String body(String type, JsonNode value) {
        return switch (type) {
            case "text/csv" -> value.asString();
            case "multipart/form-data" ->
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
                        + "Content-Type: text/csv\r\n\r\n" + value.get("file").asString() + "\r\n--" + BOUNDARY
                        + "--\r\n";
            case "application/x-www-form-urlencoded" ->
                value.properties().stream()
                        .map(field -> encode(field.getKey()) + "="
                                + encode(field.getValue().asString()))
                        .collect(Collectors.joining("&"));
            default -> value.toString();
        };
    }

    private static void check(OpenApi document, Http http, Example example) {
        Promise promise = example.promise();
        String type =
                example.type().startsWith("multipart") ? example.type() + ";boundary=" + BOUNDARY : example.type();
        // An error comes in its own format, whichever is asked for.
        String accept = promise.status() == 200 ? promise.type() : "application/json";
        String id = promise.value().path("request_id").asString("an-example");
        List<String> headers = new ArrayList<>(List.of("Accept", accept, "X-Request-Id", id));
        if (!example.type().isEmpty()) {
            headers.addAll(List.of("Content-Type", type));
        }

        Answer answer = http.send(
                example.operation().method(),
                example.path(),
                example.type().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(example.body()),
                headers.toArray(String[]::new));

        assertThat(answer.status()).as(example + answer.body()).isEqualTo(promise.status());
        assertThat(answer.contentType()).startsWith(promise.type());
        assertThat(answer.header("X-Request-Id")).as(example.name()).contains(id);
        if (promise.type().startsWith("text/")) {
            assertThat(answer.body())
                    .as(example.name())
                    .isEqualTo(promise.value().asString());
        } else {
            assertThat(answer.json()).as(example.name()).isEqualTo(promise.value());
            assertThat(document.faults(promise.schema(), answer.body()))
                    .as(example.name())
                    .isEmpty();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
