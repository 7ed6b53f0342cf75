package dev.onward.predict;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.csv.CsvScorer;
import dev.onward.details.DetailSource;
import dev.onward.details.ModelDetails;
import dev.onward.details.PredictionDetails;
import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import dev.onward.json.RowLimits;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.openapi.Example;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.JsonTree;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Examples of requests in each format, with the model's own predictions as responses. */
final class PredictExamples {

    private PredictExamples() {}

    /** @param rows that the model predicts */
    static Map<String, Object> values(Model model, List<ExampleRow> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        List<Example> single = new ArrayList<>();
        for (ExampleRow row : rows) {
            single.add(json(model, "example" + (single.size() + 1), row.title(), row.json()));
        }
        List<Example> all = new ArrayList<>(single);
        String batch = rows.stream().map(ExampleRow::json).collect(Collectors.joining(", ", "[", "]"));
        Example.attempt(() -> json(model, "rows", "Several rows", batch)).ifPresent(all::add);
        model.matrix()
                .flatMap(matrix -> {
                    String values = values(rows.get(0), matrix.getValue());
                    return Example.attempt(() -> json(model, "positions", "Rows by position", "[" + values + "]"));
                })
                .ifPresent(all::add);
        String csv = ExampleRow.csv(rows, model.schema().names());
        List<Example> file = Example.attempt(() -> file(model, csv)).stream().toList();
        List<Example> upload = file.stream()
                .map(example -> new Example(example.name(), example.summary(), JsonTree.object("file", csv), ""))
                .toList();
        Map<String, Object> values = JsonTree.object(
                "rowRequests", Example.requests(all),
                "rowResponses", Example.responses(all),
                "formRequests", Example.requests(single.subList(0, 1)),
                "rowResponse", Example.responses(single.subList(0, 1)),
                "fileRequests", Example.requests(file),
                "fileResponses", Example.responses(file),
                "uploadRequests", Example.requests(upload));
        values.putAll(problem(model, rows.get(0)));
        return values;
    }

    /** The values of a row by position. */
    private static String values(ExampleRow row, List<String> columns) {
        return columns.stream()
                .map(column -> Optional.ofNullable(row.cells().get(column))
                        .map(JsonGenerators::literal)
                        .orElse("null"))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** The first example alone; empty if the model cannot predict it. */
    static Map<String, Object> first(Model model) {
        ExampleRow row = ExampleRow.of(model).get(0);
        List<Example> example = Example.attempt(() -> json(model, "example1", row.title(), row.json())).stream()
                .toList();
        return Map.of("rowRequests", Example.requests(example), "rowResponses", Example.responses(example));
    }

    /**
     * The first example of each model by the model's key.
     *
     * @param models the values of each
     * @param property of these values that contains the examples
     */
    static Map<String, Object> ofMany(List<Map<String, Object>> models, String property) {
        Map<String, Object> examples = JsonTree.object();
        for (Map<String, Object> model : models) {
            Object value =
                    model.get(property) instanceof Map<?, ?> own && own.get("example1") instanceof Map<?, ?> first
                            ? first.get("value")
                            : null;
            if (value != null) {
                String name = String.valueOf(model.get("model"));
                examples.put(String.valueOf(model.get("key")), JsonTree.object("summary", name, "value", value));
            }
        }
        return examples;
    }

    private static Example json(Model model, String name, String summary, String request) {
        JsonRows rows = read(model, request);
        String response = text(out -> write(out, model, rows));
        return new Example(name, summary, new JsonTree.Raw(request), new JsonTree.Raw(response));
    }

    private static void write(ByteArrayOutputStream out, Model model, JsonRows rows) {
        Prediction prediction = model.predict(rows.table());
        PredictionDetails details = ModelDetails.withoutExplanations(model).of(rows.table(), prediction);
        JsonPredictions.write(out, model, prediction, details, rows.single());
    }

    private static Example file(Model model, String csv) {
        InputStream in = new ByteArrayInputStream(csv.getBytes(UTF_8));
        String response = text(out -> CsvScorer.score(
                in, CsvScorer.Part.WHOLE, out, model, DetailSource.NONE, CsvScorer.OutputFormat.CSV, count -> {}));
        return new Example("file", "A CSV file", csv, response);
    }

    /** Values of the response to the row without its last required feature; empty if all features are optional. */
    private static Map<String, Object> problem(Model model, ExampleRow row) {
        Optional<String> feature = model.schema().features().stream()
                .filter(candidate -> !candidate.optional())
                .map(Feature::name)
                .reduce((before, after) -> after);
        if (feature.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> cells = new LinkedHashMap<>(row.cells());
        cells.remove(feature.get());
        try {
            Table accepted = read(model, new ExampleRow("", cells).json()).table();
            throw new IllegalStateException("expected a problem, got a table of " + accepted.rows() + " rows");
        } catch (InvalidInputException e) {
            return Map.of(
                    "missing", feature.get(),
                    "detail", String.valueOf(e.getMessage()),
                    "total", e.total(),
                    "problems", JsonTree.problems(e));
        }
    }

    private static JsonRows read(Model model, String request) {
        return JsonRows.read(
                new ByteArrayInputStream(request.getBytes(UTF_8)), model, RowLimits.of(ExampleRow.MAX_ROWS));
    }

    private static String text(Consumer<ByteArrayOutputStream> writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.accept(out);
        return out.toString(UTF_8);
    }
}
