package dev.onward.protocol.mlflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.csv.CsvTable;
import dev.onward.details.PredictionDetails;
import dev.onward.json.RowLimits;
import dev.onward.model.Model;
import dev.onward.openapi.Example;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.JsonTree;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Examples of requests in each form of both dialects, with the model's own predictions as responses. */
final class MlflowExamples {

    private MlflowExamples() {}

    static Map<String, Object> values(Model model) {
        List<ExampleRow> rows = ExampleRow.predicted(model);
        if (rows.isEmpty()) {
            return Map.of();
        }
        Schema schema = model.schema();
        List<List<Object>> lists = rows.stream().map(row -> list(row, schema)).toList();
        List<Example> mlflow = new ArrayList<>();
        List<Example> kserve = new ArrayList<>();
        forms(schema, rows, lists).forEach((form, rowsInForm) -> {
            String request = JsonTree.text(JsonTree.object(form, rowsInForm));
            example(
                            model,
                            form,
                            "As " + form,
                            new JsonTree.Raw(request),
                            () -> read(request, ScoringRows.Dialect.MLFLOW, schema))
                    .ifPresent(mlflow::add);
            if (!form.startsWith("dataframe")) {
                example(
                                model,
                                form,
                                "As " + form,
                                new JsonTree.Raw(request),
                                () -> read(request, ScoringRows.Dialect.KSERVE, schema))
                        .ifPresent(kserve::add);
            }
        });
        String csv = ExampleRow.csv(rows, schema.names());
        List<Example> file =
                example(model, "file", "A CSV file", csv, () -> CsvTable.read(in(csv), schema, rows.size())).stream()
                        .toList();
        List<Example> all = new ArrayList<>(mlflow);
        all.addAll(file);
        Map<String, Object> values = JsonTree.object(
                "mlflowRequests", Example.requests(mlflow),
                "mlflowResponses", Example.responses(all),
                "fileRequests", Example.requests(file),
                "kserveRequests", Example.requests(kserve),
                "kserveResponses", Example.responses(kserve));
        if (kserve.stream().anyMatch(example -> example.name().equals("instances"))) {
            values.putAll(errors(schema, lists.get(0)));
        }
        return values;
    }

    /** The rows by the names of the forms. */
    private static Map<String, Object> forms(Schema schema, List<ExampleRow> rows, List<List<Object>> lists) {
        Map<String, Object> columns = JsonTree.object();
        for (int i = 0; i < schema.size(); i++) {
            int position = i;
            columns.put(
                    schema.names().get(i),
                    lists.stream().map(list -> list.get(position)).toList());
        }
        return JsonTree.object(
                "dataframe_split",
                JsonTree.object("columns", schema.names(), "data", lists),
                "dataframe_records",
                rows.stream().map(row -> new JsonTree.Raw(row.json())).toList(),
                "instances",
                lists,
                "inputs",
                columns);
    }

    private static List<Object> list(ExampleRow row, Schema schema) {
        return schema.names().stream()
                .map(name -> (Object) Optional.ofNullable(row.cells().get(name))
                        .map(JsonTree::literal)
                        .orElse(JsonTree.NULL))
                .toList();
    }

    private static Optional<Example> example(
            Model model, String name, String summary, Object request, Supplier<Table> rows) {
        return Example.attempt(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ScoringPredictions.write(out, model.predict(rows.get()), PredictionDetails.NONE);
            return new Example(name, summary, request, new JsonTree.Raw(out.toString(UTF_8)));
        });
    }

    /** Values of the responses of both dialects to the row without its last value. */
    private static Map<String, Object> errors(Schema schema, List<Object> row) {
        String request = JsonTree.text(JsonTree.object("instances", List.of(row.subList(0, row.size() - 1))));
        try {
            Table accepted = read(request, ScoringRows.Dialect.MLFLOW, schema);
            throw new IllegalStateException("expected a problem, got a table of " + accepted.rows() + " rows");
        } catch (InvalidInputException e) {
            String error =
                    e.problems().stream().map(problem -> problem.text(e.unit())).collect(Collectors.joining("; "));
            return Map.of(
                    "message", String.valueOf(e.getMessage()),
                    "total", e.total(),
                    "problems", JsonTree.problems(e),
                    "error", error);
        }
    }

    private static Table read(String request, ScoringRows.Dialect dialect, Schema schema) {
        return ScoringRows.read(in(request), dialect, schema, RowLimits.of(ExampleRow.MAX_ROWS));
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
