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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A model of another tool with the rows that src/test/interop stored beside it. */
record Fixture(String name) {

    static final Path FOLDER = Path.of("src/test/resources/interop");
    static final JsonMapper JSON = new JsonMapper();

    /** The names of all models that take rows of a table. */
    static List<String> tabular() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !new Fixture(name).expected().get("rows").isEmpty())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Model open() {
        return Model.open(FOLDER.resolve(name).resolve("model.onnx"));
    }

    private JsonNode expected() {
        return JSON.readTree(FOLDER.resolve(name).resolve("expected.json"));
    }

    Table rows(Model model) {
        return table(model, expected().get("rows").toString());
    }

    /** @param json an array of rows */
    static Table table(Model model, String json) {
        return JsonRows.read(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), model.schema(), 1_000_000)
                .table();
    }
}
