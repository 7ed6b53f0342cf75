package dev.onward.train;

import dev.onward.format.CsvRows;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads the rows of a CSV file into a table of numbers and a list of targets, by the same rules as serving does, and
 * collects everything that is wrong with them.
 */
final class DataReader {

    /** Once a column has shown this many texts among mostly texts, more of them say nothing new. */
    private static final int LISTED_TEXTS = 3;

    private final Path file;
    private final CsvRows csv;
    private final int target;
    private final int[] columns;
    private final TableBuilder builder;
    private final List<String> targets = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final long[] texts;
    private final Problems problems;
    private long rows;

    private DataReader(Path file, CsvRows csv, int target, Problems problems) {
        this.file = file;
        this.csv = csv;
        this.target = target;
        this.problems = problems;
        columns = IntStream.range(0, csv.header().size())
                .filter(column -> column != target)
                .toArray();
        builder = new TableBuilder(new Schema(IntStream.of(columns)
                .mapToObj(column ->
                        Feature.of(csv.header().get(column), DataType.NUMBER).accepting(Range.FLOAT))
                .toList()));
        if (csv.allowsDecimalComma()) {
            builder.decimalComma();
        }
        texts = new long[columns.length];
    }

    /**
     * What the file holds, or at least those of its rows that are good.
     *
     * @param target the name of its column; like those in the file without blanks around it
     * @throws TrainingException if there is nothing to read below a good header
     */
    static TrainingData read(Path file, String target, Problems problems) {
        String name = target.strip();
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            CsvRows csv = CsvRows.open(in);
            List<Problem> faults = Header.problems(csv.header(), name);
            if (!faults.isEmpty()) {
                throw new InvalidInputException(faults, faults.size());
            }
            DataReader reader = new DataReader(file, csv, csv.header().indexOf(name), problems);
            for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                reader.read(row.get());
            }
            in.transferTo(OutputStream.nullOutputStream());
            return reader.finish(Sha256.text(digest));
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> problems.add(file, problem));
            throw problems.exception();
        } catch (IOException | UncheckedIOException e) {
            problems.add(file, Problem.of("cannot be read: " + Text.reason(e)));
            throw problems.exception();
        }
    }

    private void read(CsvRows.Row row) {
        rows++;
        if (row.fault().isPresent()) {
            problems.add(file, Problem.of(row.line(), "", row.fault().get()));
            return;
        }
        builder.startRow(row.line());
        for (int i = 0; i < columns.length; i++) {
            builder.text(i, row.cells().get(columns[i]));
        }
        builder.endRow();
        builder.takeProblems().forEach(problem -> addCell(problem, row));
        String cell = row.cells().get(target).strip();
        if (cell.isEmpty()) {
            problems.add(file, Problem.of(row.line(), csv.header().get(target), "expected a label, got nothing"));
        } else {
            targets.add(cell);
            lines.add(row.line());
        }
    }

    private void addCell(Problem problem, CsvRows.Row row) {
        int column = csv.header().indexOf(problem.feature());
        int position = column < target ? column : column - 1;
        boolean isText = !row.cells().get(column).isBlank();
        if (isText && ++texts[position] > LISTED_TEXTS && isMostlyText(position)) {
            problems.count(file);
        } else {
            problems.add(file, problem);
        }
    }

    private boolean isMostlyText(int position) {
        return texts[position] * 2 > rows;
    }

    private TrainingData finish(String sha256) {
        if (rows == 0) {
            problems.add(file, Problem.of(2, "", "expected rows of data, got none"));
            throw problems.exception();
        }
        for (int i = 0; i < columns.length; i++) {
            if (isMostlyText(i)) {
                String name = csv.header().get(columns[i]);
                problems.hint(
                        file, Problem.of(0, name, "most of this column is text; this version trains on numbers only"));
            }
        }
        String name = csv.header().get(target);
        return new TrainingData(
                builder.build(), new TargetColumn(name, targets, lines, csv.allowsDecimalComma()), sha256);
    }
}
