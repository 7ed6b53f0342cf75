package dev.onward.explain;

import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model of another tool with rows and expected contributions; src/test/interop makes both. */
record Fixture(String name, JsonNode expected) {

    private static final Path EXPLANATIONS = Path.of("src/test/resources/explanations");
    private static final Path MODELS = Path.of("src/test/resources/interop");
    private static final JsonMapper JSON = new JsonMapper();

    /** The names of all fixtures with expected contributions. */
    static List<String> names() {
        return stems(EXPLANATIONS, ".json");
    }

    /** The names of the fixtures that no exact method explains. */
    static List<String> inexact() {
        return stems(EXPLANATIONS.resolve("inexact"), ".json").stream()
                .map(name -> "inexact/" + name)
                .toList();
    }

    /** The names of all models of other tools. */
    static List<String> models() {
        return stems(MODELS, "");
    }

    private static List<String> stems(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fixture with expected contributions. */
    static Fixture explained(String name) {
        return new Fixture(name, JSON.readTree(EXPLANATIONS.resolve(name + ".json")));
    }

    /** A model with the answers of its library. */
    static Fixture model(String name) {
        return new Fixture(name, JSON.readTree(MODELS.resolve(name).resolve("expected.json")));
    }

    Model open() {
        Path own = EXPLANATIONS.resolve(name + ".onnx");
        return Model.open(Files.exists(own) ? own : MODELS.resolve(name).resolve("model.onnx"));
    }

    /** The rows under this name. */
    Table rows(Model model, String key) {
        return table(model, expected.get(key).toString());
    }

    /** The explained label or value, if it is not the only one. */
    Optional<String> answer() {
        return expected.get("answer").isNull()
                ? Optional.empty()
                : Optional.of(expected.get("answer").asString());
    }

    boolean has(String key) {
        return expected.has(key);
    }

    /** The contributions to the answer for a row, by brute force or from shap, in the order of the model's features. */
    double[] contributions(Model model, String key, int row) {
        JsonNode names = expected.get("rows").get(row);
        double[] contributions = new double[model.schema().size()];
        int i = 0;
        for (String feature : names.propertyNames()) {
            contributions[model.schema().position(feature)] =
                    expected.get(key).get(row).get(i++).asDouble();
        }
        return contributions;
    }

    /** @param json an array of rows */
    static Table table(Model model, String json) {
        return JsonRows.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), model.schema(), 1_000_000)
                .table();
    }
}
