package dev.onward.page.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.MixedModel;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.openapi.ExampleRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CurlCommandsTest {

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/interop"))) {
            return files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void holdsARowThatTheModelTakes(Path file) {
        try (Model model = Model.open(file)) {
            if (model.isTabular()) {
                String row = ExampleRow.of(model).get(0).json();

                JsonRows rows = JsonRows.read(
                        new ByteArrayInputStream(row.getBytes(StandardCharsets.UTF_8)), model.schema(), 1);

                assertThat(model.predict(rows.table()).rows()).isEqualTo(1);
            }
        }
    }

    /** What the graph shows: the mean that a scaler subtracts, and the middle of the thresholds of trees. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sklearn-mlp-multiclass | {\"f0\": 13, \"f1\": 2.34, \"f2\": 2.37, \"f3\": 19.5, ",
                "sklearn-hist-gradient-boosting | {\"f0\": 5.",
                "sklearn-logistic-zipmap | {\"f0\": 0, \"f1\": 0, \"f2\": 0, \"f3\": 0}"
            })
    void holdsUsualValues(String name, String row) {
        Path file = Path.of("src/test/resources/interop", name, "model.onnx");
        try (Model model = Model.open(file)) {
            assertThat(ExampleRow.of(model).get(0).json()).startsWith(row);
        }
    }

    @Test
    void holdsAValueOfEveryType(@TempDir Path folder) {
        try (Model model = Model.open(MixedModel.write(folder))) {
            assertThat(ExampleRow.of(model).get(0).json())
                    .isEqualTo("{\"amount\": 121, \"rooms\": 0, \"is member\": true, \"plan\": \"basic\","
                            + " \"it's a \\\"remark\\\"\": \"…\"}");
        }
    }

    @Test
    void quotesForAShell() {
        assertThat(new CurlCommands("http://localhost:8080/predict", false).json("{\"it's\": 1}"))
                .isEqualTo("""
                        curl http://localhost:8080/predict \\
                          -H 'Content-Type: application/json' \\
                          -d '{"it'\\''s": 1}'""");
        assertThat(new CurlCommands("http://[::1]/a&b/predict", false).csv()).isEqualTo("""
                        curl 'http://[::1]/a&b/predict' \\
                          -H 'Content-Type: text/csv' \\
                          --data-binary @file.csv""");
    }

    @Test
    void showsWhereTheKeyBelongs() {
        assertThat(new CurlCommands("http://localhost:8080/predict", true).csv())
                .isEqualTo("""
                        curl http://localhost:8080/predict \\
                          -H 'X-Api-Key: KEY' \\
                          -H 'Content-Type: text/csv' \\
                          --data-binary @file.csv""");
    }
}
