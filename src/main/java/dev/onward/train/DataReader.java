package dev.onward.train;

import dev.onward.csv.CsvRows;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of a CSV file into a table and a list of targets, by the same rules as serving does, and collects
 * everything that is wrong with them.
 */
final class DataReader {

    private final Path file;
    private final Columns columns;
    private final Schema schema;
    private final TableBuilder builder;
    private final CellFaults[] faults;
    private final List<String> targets = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final Problems problems;
    private long rows;

    private DataReader(Path file, Columns columns, Schema schema, Problems problems) {
        this.file = file;
        this.columns = columns;
        this.schema = schema;
        this.problems = problems;
        builder = new TableBuilder(schema);
        faults = columns.features().stream().map(CellFaults::new).toArray(CellFaults[]::new);
    }

    /**
     * What the file holds, or at least those of its rows that are good.
     *
     * @param target the name of its column, in the file or by the card; like those in the file without blanks around it
     * @throws TrainingException if there is nothing to read below a good header
     */
    static TrainingData read(Path file, String target, Draft draft, Problems problems) {
        byte[] content = content(file, problems);
        try {
            // Twice, since only the last cell of a column may show of which type it is.
            CsvRows look = open(content);
            Columns columns = Header.columns(file, look.header(), target.strip(), draft, problems);
            Schema schema = FeatureTypes.of(file, look, columns.features(), draft, problems);
            DataReader reader = new DataReader(file, columns, schema, problems);
            return reader.read(open(content), Sha256.of(content));
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> problems.add(file, problem));
            throw problems.exception();
        }
    }

    private static byte[] content(Path file, Problems problems) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            problems.add(file, Problem.of("cannot be read: " + Text.reason(e)));
        } catch (OutOfMemoryError e) {
            problems.add(file, Problem.of("does not fit into memory"));
        }
        throw problems.exception();
    }

    private static CsvRows open(byte[] content) {
        return CsvRows.open(new ByteArrayInputStream(content));
    }

    private TrainingData read(CsvRows csv, String sha256) {
        if (csv.allowsDecimalComma()) {
            builder.decimalComma();
        }
        for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            read(row.get());
        }
        if (rows == 0) {
            problems.add(file, Problem.of(2, "", "expected rows of data, got none"));
            throw problems.exception();
        }
        addHints();
        return new TrainingData(
                builder.build(), new TargetColumn(columns.target(), targets, lines, csv.allowsDecimalComma()), sha256);
    }

    private void read(CsvRows.Row row) {
        rows++;
        if (row.fault().isPresent()) {
            problems.add(file, Problem.of(row.line(), "", row.fault().get()));
            return;
        }
        readFeatures(row);
        String cell = columns.target().cell(row);
        Optional<Problem> fault = columns.target().fault(row);
        if (cell.isEmpty()) {
            problems.add(
                    file,
                    Problem.of(row.line(), columns.target().header(), "expected a label or a number, got nothing"));
        } else if (fault.isPresent()) {
            problems.add(file, fault.get());
        } else {
            targets.add(cell);
            lines.add(row.line());
        }
    }

    private void readFeatures(CsvRows.Row row) {
        builder.startRow(row.line());
        for (int i = 0; i < faults.length; i++) {
            if (columns.features().get(i).fault(row).isEmpty()) {
                builder.text(i, columns.features().get(i).cell(row));
            }
        }
        builder.endRow();
        for (Problem problem : builder.takeProblems()) {
            int position = schema.position(problem.feature());
            SourceColumn column = columns.features().get(position);
            // A cell that the card does not map was not given to the builder, which now misses it.
            Problem fault = column.fault(row).orElse(column.located(problem));
            if (faults[position].isWorthALine(row.cells().get(column.position()).strip(), rows)) {
                problems.add(file, fault);
            } else {
                problems.count(file);
            }
        }
    }

    private void addHints() {
        for (int i = 0; i < faults.length; i++) {
            faults[i].hint(schema.feature(i), rows).ifPresent(hint -> problems.hint(file, hint));
        }
        List<String> missing =
                Arrays.stream(faults).flatMap(CellFaults::missing).toList();
        if (!missing.isEmpty()) {
            problems.hint(
                    file,
                    Problem.of("training takes columns without missing values: leave the rows out, or "
                            + FeatureTypes.DROP + " (" + String.join(", ", missing) + ")"));
        }
    }
}
