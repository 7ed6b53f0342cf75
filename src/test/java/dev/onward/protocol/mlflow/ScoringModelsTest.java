package dev.onward.protocol.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.WebApp;
import dev.onward.model.ConstantModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The formats of other model servers on models of other tools: numbers, texts, missing values, answers of every kind.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringModelsTest {

    private static final Path INTEROP = Path.of("src/test/resources/interop");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebApp server;
    private final Http http;

    ScoringModelsTest(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws IOException {
        for (String name : all()) {
            copy(
                    INTEROP.resolve(name),
                    Files.createDirectories(folder.resolve(name).resolve("1")));
        }
        for (int version = 1; version <= 2; version++) {
            Path file = folder.resolve("m").resolve(Integer.toString(version)).resolve("model.onnx");
            Files.createDirectories(file.getParent());
            Files.write(file, ConstantModel.plain(version));
        }
        server = WebApp.serve("--models", folder.toString());
        http = Http.to(server);
    }

    /** As the name of a file that is served alone may have one. */
    @Test
    void findsAModelWhoseNameHasAColon(@TempDir Path other) throws IOException {
        Path file = Files.copy(INTEROP.resolve("lightgbm-regressor/model.onnx"), other.resolve("price:v1.onnx"));
        try (WebApp alone = WebApp.serve("--model", file.toString())) {
            Http its = Http.to(alone);

            assertThat(its.get("/v1/models/price:v1").body()).isEqualTo("{\"name\":\"price:v1\",\"ready\":true}");
            assertThat(its.postJson("/v1/models/price:v1:predict", "{\"instances\": []}")
                            .body())
                    .isEqualTo("{\"predictions\":[]}");
            assertThat(its.get("/v1/models/price:v2").body()).contains("there is no model \\\"price:v2\\\"");
        }
    }

    @Test
    void asksForTheColumnsOfValuesThatMayBeMissingToo() {
        Answer none = http.postCsv("/models/sklearn-hist-gradient-boosting/invocations", "F0,F1,f2,f3\n1,2,3,4\n");
        Answer blank = http.postCsv("/models/sklearn-hist-gradient-boosting/invocations", "f0,f1,f2,f3\n,,3,4\n");

        assertThat(none.status()).isEqualTo(400);
        assertThat(none.json().get("message").asString())
                .isEqualTo("line 1, f0: expected a column with this name, found \"F0\" (and 1 more)");
        assertThat(blank.status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static List<String> all() {
        try (Stream<Path> folders = Files.list(INTEROP)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> tabular() {
        return all().stream().filter(name -> rows(name).size() > 0).toList();
    }

    /** Against the route of Onward's own, which is tested against the answers of the models' own tools. */
    @ParameterizedTest
    @MethodSource("tabular")
    void answersTheSameInEveryForm(String name) {
        ArrayNode rows = (ArrayNode) rows(name);
        List<String> features = List.copyOf(rows.get(0).propertyNames());
        List<String> expected = new ArrayList<>();
        http.postJson("/models/" + name + "/predict", rows.toString())
                .json()
                .forEach(answer -> expected.add(item(answer)));
        String path = "/models/" + name + "/invocations";
        String byName = "{\"instances\":" + rows + "}";

        Map<String, String> forms = Map.of(
                "split", "{\"dataframe_split\":{\"columns\":" + names(features) + ",\"data\":" + lists(rows) + "}}",
                "data first",
                        "{\"dataframe_split\":{\"data\":" + lists(rows) + ",\"columns\":" + names(features) + "}}",
                "records", "{\"dataframe_records\":" + rows + "}",
                "records with NaN", "{\"dataframe_records\":" + rows.toString().replace("null", "NaN") + "}",
                "instances by name", byName,
                "inputs by name", "{\"inputs\":" + rows + "}",
                "columns", "{\"inputs\":" + columns(rows, features) + "}");

        assertThat(expected).hasSize(rows.size());
        forms.forEach((form, json) ->
                assertThat(items(http.postJson(path, json))).as(form).isEqualTo(expected));
        assertThat(items(http.postJson("/v1/models/" + name + ":predict", byName)))
                .isEqualTo(expected);
        assertThat(items(http.postCsv(path, csv(rows, features)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sklearn-logistic-zipmap         | [0,",
                "sklearn-logistic-strings-zipmap | [\"setosa\",",
                "pytorch-classifier              | [0,",
                "sklearn-kmeans                  | [1,",
                "sklearn-mixed-missing           | [\"leaves\",",
                "sklearn-isolation-forest        | [\"outlier\",",
                "sklearn-regression              | [206.11",
                "sklearn-multi-output            | [{\"variable_0\":206.11",
            })
    void answersInTheModelsOwnType(String name, String begin) {
        Answer answer = http.postJson("/models/" + name + "/invocations", "{\"instances\":" + rows(name) + "}");

        assertThat(answer.body()).startsWith("{\"predictions\":" + begin);
    }

    @Test
    void readsRowsWithoutNamesInTheOrderOfTheFeatures() {
        String rows = "[[86.0, 3010.66, \"Lima\", \"plus\"], [NaN, null, null, NaN]]";
        String path = "/models/sklearn-mixed-missing/invocations";
        String byName =
                "{\"inputs\": [{\"plan\": \"plus\", \"city\": \"Lima\", \"income\": 3010.66, \"age\": 86}, {}]}";
        String expected = http.postJson(path, byName).body();

        assertThat(expected).startsWith("{\"predictions\":[\"leaves\",");
        for (String form :
                new String[] {"\"instances\": %s", "\"inputs\": %s", "\"dataframe_split\": {\"data\": %s}"}) {
            assertThat(http.postJson(path, "{" + form.formatted(rows) + "}").body())
                    .isEqualTo(expected);
        }
    }

    @Test
    void suggestsCategoriesAndNames() {
        Answer answer = http.postJson(
                "/models/sklearn-onehot-pipeline/invocations",
                "{\"dataframe_records\": [{\"age\": 1, \"income\": 2, \"branch\": 101, \"city\": \"Osla\"},"
                        + " {\"agee\": 1, \"age\": 1, \"income\": 2, \"branch\": 101, \"city\": 7}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").toString())
                .isEqualTo("[{\"row\":1,\"feature\":\"city\","
                        + "\"message\":\"expected one of \\\"Kyōto\\\", \\\"Lima\\\", \\\"Oslo\\\", got \\\"Osla\\\"\","
                        + "\"suggestion\":\"Oslo\"},"
                        + "{\"row\":2,\"message\":\"unknown feature \\\"agee\\\"\",\"suggestion\":\"age\"},"
                        + "{\"row\":2,\"feature\":\"city\",\"message\":\"expected text, got the number 7\"}]");
    }

    @Test
    void asksTheVersionThatThePathNames() {
        String json = "{\"inputs\": [0]}";

        assertThat(http.postJson("/models/m/invocations", json).body()).isEqualTo("{\"predictions\":[2.0]}");
        assertThat(http.postJson("/models/m/versions/1/invocations", json).body())
                .isEqualTo("{\"predictions\":[1.0]}");
        assertThat(http.postJson("/v1/models/m:predict", json).body()).isEqualTo("{\"predictions\":[2.0]}");
    }

    @Test
    void namesTheModelsWhereNoneIsTheDefault() {
        Answer answer = http.postJson("/invocations", "{\"inputs\": [0]}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body())
                .startsWith("{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"there is no default model;"
                        + " specify a model by name; available: catboost-missing-binary,"
                        + " catboost-missing-regressor, lightgbm-binary, ");
        assertThat(http.get("/ping").status()).isEqualTo(200);
    }

    @Test
    void saysThatAModelIsNotOneOfRows() {
        String json = "{\"instances\": [[1]]}";

        Answer mlflow = http.postJson("/models/pytorch-image/invocations", json);
        Answer kserve = http.postJson("/v1/models/pytorch-image:predict", json);

        assertThat(mlflow.status()).isEqualTo(404);
        assertThat(mlflow.json().get("message").asString()).startsWith("this model does not accept tabular data: ");
        assertThat(kserve.status()).isEqualTo(404);
        assertThat(kserve.json().get("error")).isEqualTo(mlflow.json().get("message"));
    }

    @Test
    void isNotReadyWithoutModels(@TempDir Path empty) {
        try (WebApp nothing = WebApp.serve("--models", empty.toString())) {
            Answer ping = Http.to(nothing).get("/ping");
            Answer invocations = Http.to(nothing).postJson("/invocations", "{}");

            assertThat(ping.status()).isEqualTo(503);
            assertThat(ping.body()).isEqualTo("\n");
            assertThat(invocations.status()).isEqualTo(503);
            assertThat(invocations.json().get("error_code").asString()).isEqualTo("TEMPORARILY_UNAVAILABLE");
            assertThat(Http.to(nothing).get("/v1/models").body()).isEqualTo("{\"models\":[]}");
            assertThat(Http.to(nothing).get("/v1/models/m").status()).isEqualTo(503);
        }
    }

    private static JsonNode rows(String name) {
        return JSON.readTree(INTEROP.resolve(name).resolve("expected.json").toFile())
                .path("rows");
    }

    /** What an answer of Onward's own route is in the other formats; a label as text, whatever its type. */
    private static String item(JsonNode answer) {
        JsonNode several = answer.has("values") ? answer.get("values") : answer.path("outputs");
        if (answer.has("label")) {
            return answer.get("label").asString();
        }
        return several.size() > 1
                ? several.toString()
                : (several.isObject() ? several.iterator().next() : answer.get("value")).toString();
    }

    private static List<String> items(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> items = new ArrayList<>();
        answer.json()
                .get("predictions")
                .forEach(item -> items.add(item.isString() ? item.asString() : item.toString()));
        return items;
    }

    private static String names(List<String> features) {
        return JSON.valueToTree(features).toString();
    }

    private static ArrayNode lists(ArrayNode rows) {
        ArrayNode lists = JSON.createArrayNode();
        rows.forEach(row -> row.values().forEach(lists.addArray()::add));
        return lists;
    }

    private static ObjectNode columns(ArrayNode rows, List<String> features) {
        ObjectNode columns = JSON.createObjectNode();
        features.forEach(name -> {
            ArrayNode column = columns.putArray(name);
            rows.forEach(row -> column.add(row.get(name)));
        });
        return columns;
    }

    private static String csv(ArrayNode rows, List<String> features) {
        StringBuilder csv = new StringBuilder(String.join(",", features)).append('\n');
        rows.forEach(row -> csv.append(features.stream()
                        .map(name -> row.get(name).isNull()
                                ? ""
                                : '"' + row.get(name).asString() + '"')
                        .collect(Collectors.joining(",")))
                .append('\n'));
        return csv.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
