package dev.onward.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.csv.CsvScorer;
import dev.onward.json.JsonPredictions;
import dev.onward.json.JsonRows;
import dev.onward.model.Model;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model was asked, and what it answered. A question that it cannot answer is left out.
 *
 * @param rows one row each
 * @param batch all of them at once
 * @param file all of them as CSV
 * @param wrong the first without a value that it needs, and the problem that this is
 */
record Samples(List<Sample> rows, Optional<Sample> batch, Optional<Sample> file, Optional<Wrong> wrong) {

    /** Nobody reads on after as many. */
    static final int MOST_ROWS = 3;

    private static final Pattern UNQUOTED = Pattern.compile("[^\"\\s,;]*");

    /**
     * A question and its answer, both in the same format.
     *
     * @param key what it is called among the examples of a question, and its answer among those of an answer
     */
    record Sample(String key, String title, ExampleRow row, String asked, String answered) {}

    private interface Writer {
        void write(ByteArrayOutputStream out);
    }

    static Samples of(Model model) {
        List<ExampleRow> examples =
                ExampleRow.of(model).stream().limit(MOST_ROWS).toList();
        List<Sample> rows = new ArrayList<>();
        for (ExampleRow row : examples) {
            String key = "example" + (rows.size() + 1);
            String asked = row.json();
            answered(() -> json(model, asked))
                    .ifPresent(answer -> rows.add(new Sample(key, row.title(), row, asked, answer)));
        }
        if (rows.isEmpty()) {
            return new Samples(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        ExampleRow first = rows.get(0).row();
        String batch = rows.stream().map(Sample::asked).collect(Collectors.joining(", ", "[", "]"));
        String file = csv(model, rows);
        return new Samples(
                List.copyOf(rows),
                answered(() -> json(model, batch))
                        .map(answer -> new Sample("rows", "Several rows", first, batch, answer)),
                answered(() -> text(out -> CsvScorer.score(
                                new ByteArrayInputStream(file.getBytes(UTF_8)),
                                out,
                                model,
                                CsvScorer.OutputFormat.CSV,
                                count -> {})))
                        .map(answer -> new Sample("file", "A file", first, file, answer)),
                wrong(model, first));
    }

    /** Whatever a model does to its own example, the rest of the document is worth having. */
    static Optional<String> answered(Supplier<String> question) {
        try {
            return Optional.of(question.get());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String json(Model model, String asked) {
        JsonRows rows = read(model, asked);
        return text(out -> JsonPredictions.write(out, model, model.predict(rows.table()), rows.single()));
    }

    private static JsonRows read(Model model, String asked) {
        return JsonRows.read(new ByteArrayInputStream(asked.getBytes(UTF_8)), model.schema(), MOST_ROWS);
    }

    private static Optional<Wrong> wrong(Model model, ExampleRow row) {
        Optional<String> needed = model.schema().features().stream()
                .filter(feature -> !feature.optional())
                .map(Feature::name)
                .reduce((before, after) -> after);
        if (needed.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> cells = new LinkedHashMap<>(row.cells());
        cells.remove(needed.get());
        try {
            Table accepted = read(model, new ExampleRow("", cells).json()).table();
            throw new IllegalStateException("expected a problem, got a table of " + accepted.rows() + " rows");
        } catch (InvalidInputException e) {
            return Optional.of(new Wrong("The first example as JSON without \"" + needed.get() + "\"", e));
        }
    }

    /** With a header line, and as people would write it: in quotes only what needs them. */
    private static String csv(Model model, List<Sample> rows) {
        List<String> names = model.schema().names();
        StringBuilder file = new StringBuilder(line(names.stream()));
        for (Sample sample : rows) {
            file.append(line(names.stream()
                    .map(name -> String.valueOf(sample.row().cells().getOrDefault(name, "")))));
        }
        return file.toString();
    }

    private static String line(Stream<String> cells) {
        return cells.map(cell -> UNQUOTED.matcher(cell).matches() ? cell : '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }

    private static String text(Writer writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(out);
        return out.toString(UTF_8);
    }
}
