package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.details.PredictionDetails;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Models as other tools exported them, asked in JSON, against the answers of the libraries that trained them;
 * src/test/interop makes both.
 */
class InteroperabilityTest {

    private static final Path CASES = Path.of("src/test/resources/interop");
    private static final Path DOCUMENT = Path.of("docs/interoperability.md");
    private static final JsonMapper JSON = new JsonMapper();

    static List<String> cases() {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsTheOriginatingLibraryDoes(String name) {
        Case tried = new Case(name);

        Outcome outcome = tried.run();

        assertThat(outcome.structure).isEqualTo(structure(tried.expected.get("answers")));
        assertThat(outcome.difference)
                .isLessThanOrEqualTo(tried.expected.get("tolerance").asDouble());
    }

    /** The document's table is what this test writes to target/interoperability.md, apart from the last digits. */
    @Test
    void isToldInTheDocument() throws IOException {
        List<String> table = cases().stream().map(name -> new Case(name).row()).toList();
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target/interoperability.md"), table);

        List<String> told = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(told.stream().map(InteroperabilityTest::withoutDifference))
                .containsExactlyElementsOf(table.stream()
                        .map(InteroperabilityTest::withoutDifference)
                        .toList());
    }

    /** What a model answered: everything but the numbers, and how far these are from the library's. */
    private record Outcome(List<String> structure, double difference) {}

    private record Case(String name, JsonNode expected) {

        Case(String name) {
            this(name, JSON.readTree(CASES.resolve(name).resolve("expected.json")));
        }

        Outcome run() {
            try (Model model = open()) {
                if (!model.isTabular()) {
                    return new Outcome(List.of(), 0);
                }
                JsonNode answers = answers(model, rows(model));
                model.simplify();
                assertThat(answers(model, rows(model))).isEqualTo(answers);
                return new Outcome(structure(answers), difference(expected.get("answers"), answers));
            }
        }

        Model open() {
            return Model.open(CASES.resolve(name).resolve("model.onnx"));
        }

        private Table rows(Model model) {
            byte[] rows = expected.get("rows").toString().getBytes(StandardCharsets.UTF_8);
            return JsonRows.read(new ByteArrayInputStream(rows), model.schema(), 1000)
                    .table();
        }

        private static JsonNode answers(Model model, Table rows) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JsonPredictions.write(out, model, model.predict(rows), PredictionDetails.NONE, false);
            return JSON.readTree(out.toByteArray());
        }

        /** A line of the document's table. */
        String row() {
            Outcome outcome = run();
            boolean tabular = !expected.get("rows").isEmpty();
            return "| `%s` | %s | %s | %s | %s |"
                    .formatted(
                            name,
                            expected.get("tools").asString(),
                            tabular ? kind(expected.get("answers").get(0)) : "not a table, so no form",
                            tabular ? String.format(Locale.ROOT, "%.0e", outcome.difference) : "",
                            tabular
                                    ? String.format(
                                            Locale.ROOT,
                                            "%.0e",
                                            expected.get("tolerance").asDouble())
                                    : "");
        }

        private static String kind(JsonNode answer) {
            if (answer.has("probabilities")) {
                return answer.get("probabilities").size() + " classes with probabilities";
            } else if (answer.has("scores")) {
                return answer.get("scores").size() + " classes with scores";
            } else if (answer.has("outputs")) {
                return "outputs by name";
            }
            return answer.has("value") ? "a number" : answer.get("values").size() + " numbers";
        }
    }

    private static String withoutDifference(String row) {
        String[] cells = row.split("\\|", -1);
        cells[4] = "";
        return String.join("|", cells);
    }

    /** The answers without their numbers: names and labels, and where there is a number. */
    private static List<String> structure(JsonNode answers) {
        List<String> structure = new ArrayList<>();
        for (JsonNode answer : answers) {
            StringBuilder text = new StringBuilder();
            for (String key : List.of("label", "probabilities", "scores", "value", "values", "outputs", "reason")) {
                if (answer.has(key)) {
                    text.append(key)
                            .append(' ')
                            .append(withoutNumbers(answer.get(key)))
                            .append(' ');
                }
            }
            structure.add(text.toString());
        }
        return structure;
    }

    private static String withoutNumbers(JsonNode node) {
        if (node.isObject()) {
            return node.properties().stream()
                    .map(property -> property.getKey() + "=" + withoutNumbers(property.getValue()))
                    .toList()
                    .toString();
        }
        return node.isNumber() ? "number" : node.toString();
    }

    private static double difference(JsonNode expected, JsonNode answered) {
        if (expected.isNumber()) {
            return Math.abs(answered.asDouble() - expected.asDouble());
        }
        double largest = 0;
        if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                largest = Math.max(largest, difference(expected.get(i), answered.get(i)));
            }
        } else if (expected.isObject()) {
            for (String name : expected.propertyNames()) {
                largest = Math.max(largest, difference(expected.get(name), answered.path(name)));
            }
        }
        return largest;
    }
}
