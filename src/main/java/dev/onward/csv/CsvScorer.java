package dev.onward.csv;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * CSV: a file in, the same file out with the answers as further columns. Columns are found by name, in any order, and
 * those that are no features are passed through. A bad row is reported in its place, and the good ones are answered.
 */
public final class CsvScorer {

    /** Rows are asked by the thousand: the model's own cost per call vanishes, and memory stays small. */
    private static final int CHUNK = 1024;

    /** A chunk of long rows is ended early, in characters. */
    private static final int CHUNK_TEXT = 1 << 20;

    private CsvScorer() {}

    /** Whether the answers are written as CSV or as a JSON array. */
    public enum Answers {
        CSV,
        JSON
    }

    /**
     * How far a file has come.
     *
     * @param rows all of them, the faulty ones too
     * @param faults rows that could not be answered
     */
    public record Count(long rows, long faults) {}

    /** Told now and then how far a file has come. */
    public interface Progress {
        void at(Count count);
    }

    /**
     * Answers every row of a file.
     *
     * @param csv not closed
     * @param out not closed; nothing is written before the header has been found good
     * @throws InvalidInputException if the header cannot be read, lacks a feature, or has a name that the answer needs
     */
    public static Count score(InputStream csv, OutputStream out, Model model, Answers answers, Progress progress) {
        CsvRows rows = CsvRows.open(csv);
        Prediction none = model.predict(new TableBuilder(model.schema()).build());
        List<String> columns = CsvPredictionWriter.columns(none);
        int[] positions = positions(rows.header(), model.schema(), answers == Answers.CSV ? columns : List.of());
        List<CsvRows.Row> chunk = chunk(rows);
        boolean comma = rows.allowsDecimalComma() && usesDecimalComma(chunk, positions, model.schema());
        try (PredictionWriter writer = answers == Answers.JSON
                ? new JsonPredictionWriter(out, model)
                : new CsvPredictionWriter(out, rows.separator(), comma, rows.header(), columns)) {
            Count count = new Count(0, 0);
            for (; !chunk.isEmpty(); chunk = chunk(rows)) {
                int faults = score(chunk, positions, rows.allowsDecimalComma(), model, writer);
                count = new Count(count.rows() + chunk.size(), count.faults() + faults);
                progress.at(count);
            }
            return count;
        }
    }

    /** Writes a table that did not come from CSV, with its answers. */
    public static void write(OutputStream out, Table table, Prediction prediction) {
        try (CsvPredictionWriter writer =
                new CsvPredictionWriter(out, ',', false, table.schema().names(), CsvPredictionWriter.columns(prediction))) {
            for (int row = 0; row < table.rows(); row++) {
                int at = row;
                List<String> cells = IntStream.range(0, table.schema().size())
                        .mapToObj(i -> writer.text(table.column(i), at))
                        .toList();
                writer.answer(cells, prediction, row);
            }
        }
    }

    private static int score(
            List<CsvRows.Row> chunk, int[] positions, boolean decimalComma, Model model, PredictionWriter writer) {
        TableBuilder builder = builder(model, decimalComma);
        List<String> faults = new ArrayList<>(chunk.size());
        for (CsvRows.Row row : chunk) {
            faults.add(read(row, positions, builder));
        }
        Prediction prediction;
        try {
            prediction = model.predict(builder.build());
        } catch (InvalidInputException e) {
            // The model fails on one row or more, and so on all that are asked together.
            return chunk.size() == 1
                    ? fault(chunk.get(0), e, writer)
                    : chunk.stream()
                            .mapToInt(row -> score(List.of(row), positions, decimalComma, model, writer))
                            .sum();
        }
        int answered = 0;
        for (int i = 0; i < chunk.size(); i++) {
            if (faults.get(i).isEmpty()) {
                writer.answer(chunk.get(i).cells(), prediction, answered++);
            } else {
                writer.fault(chunk.get(i).cells(), faults.get(i));
            }
        }
        return chunk.size() - answered;
    }

    private static TableBuilder builder(Model model, boolean decimalComma) {
        TableBuilder builder = new TableBuilder(model.schema());
        return decimalComma ? builder.decimalComma() : builder;
    }

    private static int fault(CsvRows.Row row, InvalidInputException e, PredictionWriter writer) {
        writer.fault(row.cells(), sentences(e.problems()));
        return 1;
    }

    private static String sentences(List<Problem> problems) {
        return problems.stream().map(problem -> problem.text("row")).collect(Collectors.joining("; "));
    }

    /** Adds the row to the table and returns an empty text, or returns what is wrong with it. */
    private static String read(CsvRows.Row row, int[] positions, TableBuilder builder) {
        if (row.fault().isPresent()) {
            // A row of which no cell could be read shows nothing else to find it by.
            return row.cells().isEmpty()
                    ? "line " + row.line() + ": " + row.fault().get()
                    : row.fault().get();
        }
        builder.startRow(0);
        for (int column = 0; column < positions.length; column++) {
            if (positions[column] >= 0) {
                builder.text(positions[column], row.cells().get(column));
            }
        }
        return builder.endRow() ? "" : sentences(builder.takeProblems());
    }

    private static List<CsvRows.Row> chunk(CsvRows rows) {
        List<CsvRows.Row> chunk = new ArrayList<>(CHUNK);
        int text = 0;
        while (chunk.size() < CHUNK && text < CHUNK_TEXT) {
            Optional<CsvRows.Row> row = rows.next();
            if (row.isEmpty()) {
                break;
            }
            chunk.add(row.get());
            for (String cell : row.get().cells()) {
                text += cell.length();
            }
        }
        return chunk;
    }

    /** For each column of the header the position of its feature, or -1 for one that is passed through. */
    static int[] positions(List<String> header, Schema schema, List<String> answerColumns) {
        int[] positions =
                header.stream().mapToInt(name -> schema.position(name)).toArray();
        Set<String> spare = new HashSet<>(header);
        spare.removeAll(schema.names());
        List<Problem> problems = new ArrayList<>();
        for (Feature feature : schema.features()) {
            if (!header.contains(feature.name())) {
                problems.add(missing(feature, spare));
            }
        }
        for (String name : header) {
            if (answerColumns.contains(name)) {
                problems.add(
                        Problem.of(1, "", "column " + Text.quote(name) + " has the name of a column of the answer"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems, problems.size(), "line");
        }
        return positions;
    }

    private static Problem missing(Feature feature, Set<String> spare) {
        String found = Text.nearest(feature.name(), spare)
                .map(name -> ", found " + Text.quote(name))
                .orElse("");
        return Problem.of(
                1, feature.name(), "expected a column of this name" + (found.isEmpty() ? ", found none" : found));
    }

    /** Whether the answer should be written with the decimal comma too: the reader's own spreadsheet expects it. */
    private static boolean usesDecimalComma(List<CsvRows.Row> chunk, int[] positions, Schema schema) {
        int[] numbers = IntStream.range(0, positions.length)
                .filter(i -> positions[i] >= 0 && schema.feature(positions[i]).type() == DataType.NUMBER)
                .toArray();
        return chunk.stream().filter(row -> row.fault().isEmpty()).anyMatch(row -> IntStream.of(numbers)
                .anyMatch(i -> row.cells().get(i).indexOf(',') >= 0));
    }
}
