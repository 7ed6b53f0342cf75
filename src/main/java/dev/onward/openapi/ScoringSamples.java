package dev.onward.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.csv.CsvTable;
import dev.onward.model.Model;
import dev.onward.openapi.Samples.Sample;
import dev.onward.protocol.mlflow.ScoringPredictions;
import dev.onward.protocol.mlflow.ScoringRows;
import dev.onward.protocol.mlflow.ScoringRows.Dialect;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a model was asked in the formats of other model servers, and what it answered.
 *
 * @param mlflow the same rows in each form that MLflow's servers take
 * @param file the same as CSV
 * @param kserve the same in each form of KServe's first protocol
 * @param wrong a row that ends before its last value
 */
record ScoringSamples(List<Sample> mlflow, Optional<Sample> file, List<Sample> kserve, Optional<Wrong> wrong) {

    /** @param samples the same model's, of which the rows are asked */
    static ScoringSamples of(Model model, Samples samples) {
        List<ExampleRow> rows = samples.rows().stream().map(Sample::row).toList();
        if (rows.isEmpty()) {
            return new ScoringSamples(List.of(), Optional.empty(), List.of(), Optional.empty());
        }
        Schema schema = model.schema();
        List<List<Object>> lists =
                rows.stream().map(row -> list(row, schema.names())).toList();
        Sample first = samples.rows().get(0);
        List<Sample> kserve = new ArrayList<>();
        List<Sample> mlflow = new ArrayList<>();
        asked(schema, rows, lists).forEach((form, asked) -> {
            String text = new String(Json.bytes(Json.object(form, asked)), UTF_8);
            String title = "As " + form;
            answered(model, () -> read(text, Dialect.MLFLOW, schema))
                    .ifPresent(answer -> mlflow.add(new Sample(form, title, first.row(), text, answer)));
            if (!form.startsWith("dataframe")) {
                answered(model, () -> read(text, Dialect.KSERVE, schema))
                        .ifPresent(answer -> kserve.add(new Sample(form, title, first.row(), text, answer)));
            }
        });
        Optional<Sample> file = samples.file().flatMap(sample -> answered(
                        model,
                        () -> CsvTable.read(
                                new ByteArrayInputStream(sample.asked().getBytes(UTF_8)), schema, rows.size()))
                .map(answer -> new Sample("file", "A file", first.row(), sample.asked(), answer)));
        return new ScoringSamples(
                List.copyOf(mlflow),
                file,
                List.copyOf(kserve),
                kserve.stream()
                        .filter(sample -> sample.key().equals("instances"))
                        .findFirst()
                        .map(sample -> wrong(schema, lists.get(0))));
    }

    /** The rows by the names of the forms. */
    private static Map<String, Object> asked(Schema schema, List<ExampleRow> rows, List<List<Object>> lists) {
        Map<String, Object> columns = Json.object();
        for (int i = 0; i < schema.size(); i++) {
            int position = i;
            columns.put(
                    schema.names().get(i),
                    lists.stream().map(list -> list.get(position)).toList());
        }
        return Json.object(
                "dataframe_split",
                Json.object("columns", schema.names(), "data", lists),
                "dataframe_records",
                rows.stream().map(row -> new Json.Text(row.json())).toList(),
                "instances",
                lists,
                "inputs",
                columns);
    }

    private static List<Object> list(ExampleRow row, List<String> names) {
        return names.stream()
                .map(name -> row.cells().containsKey(name)
                        ? (Object) Json.literal(row.cells().get(name))
                        : Json.NULL)
                .toList();
    }

    private static Wrong wrong(Schema schema, List<Object> row) {
        String asked = new String(Json.bytes(Json.object("instances", List.of(row.subList(0, row.size() - 1)))), UTF_8);
        try {
            Table accepted = read(asked, Dialect.MLFLOW, schema);
            throw new IllegalStateException("expected a problem, got a table of " + accepted.rows() + " rows");
        } catch (InvalidInputException e) {
            return new Wrong("The first of the instances without its last value", e);
        }
    }

    private static Table read(String asked, Dialect dialect, Schema schema) {
        return ScoringRows.read(new ByteArrayInputStream(asked.getBytes(UTF_8)), dialect, schema, Samples.MOST_ROWS);
    }

    private static Optional<String> answered(Model model, Supplier<Table> question) {
        return Samples.answered(() -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ScoringPredictions.write(out, model.predict(question.get()));
            return out.toString(UTF_8);
        });
    }
}
