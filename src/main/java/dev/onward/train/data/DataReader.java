package dev.onward.train.data;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.DataColumn;
import dev.onward.dataset.DataFile;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.UserCard;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the rows of a data file into a table and a target column, by the same rules as serving, and collects every
 * problem.
 */
public final class DataReader {

    /** A remedy in messages: how to leave a column out. */
    public static final String DROP = "drop the column by setting \"drop\": true for it under \"columns\" in the card";

    private final DataFile file;
    private final TrainingColumns columns;
    private final Schema schema;
    private final TableBuilder builder;
    private final BadCells[] badCells;
    private final List<String> targets = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final FileProblems problems;
    private long rows;

    private DataReader(DataFile file, TrainingColumns columns, Schema schema, FileProblems problems) {
        this.file = file;
        this.columns = columns;
        this.schema = schema;
        this.problems = problems;
        builder = new TableBuilder(schema);
        badCells = columns.features().stream().map(BadCells::new).toArray(BadCells[]::new);
    }

    /**
     * Reads the file. If there are problems, the result has only the valid rows.
     *
     * @param path a CSV file
     * @param target the name of the target column, in the file or in the card
     * @param card the user's card, which may rename, map and drop columns
     * @param problems receives every problem
     * @throws InvalidFilesException if the file or its header cannot be read, or there are no rows
     */
    public static TrainingData read(Path path, String target, UserCard card, FileProblems problems) {
        DataFile file = DataFile.read(path, problems);
        TrainingColumns columns = TrainingColumns.of(file, target.strip(), card, problems);
        // Reads the file twice, because the type of a column may depend on its last cell.
        Schema schema = FeatureTypes.of(file, columns.features(), card, problems);
        return new DataReader(file, columns, schema, problems).read();
    }

    private TrainingData read() {
        CsvRows csv = file.rows();
        if (csv.allowsDecimalComma()) {
            builder.decimalComma();
        }
        for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            read(row.get());
        }
        if (rows == 0) {
            problems.add(file.path(), Problem.ofRow(2, "expected at least one row of data, got none"));
            throw problems.exception();
        }
        addHints();
        TargetColumn target = new TargetColumn(columns.target(), targets, lines, csv.allowsDecimalComma());
        return new TrainingData(builder.build(), target, file.sha256());
    }

    private void read(CsvRows.Row row) {
        rows++;
        if (row.problem().isPresent()) {
            add(Problem.ofRow(row.line(), row.problem().get()));
            return;
        }
        readFeatures(row);
        String cell = columns.target().cell(row);
        Optional<Problem> unmapped = columns.target().unmapped(row);
        if (cell.isEmpty()) {
            add(Problem.ofCell(row.line(), columns.target().header(), "expected a label or a number, got nothing"));
        } else if (unmapped.isPresent()) {
            add(unmapped.get());
        } else {
            targets.add(cell);
            lines.add(row.line());
        }
    }

    private void readFeatures(CsvRows.Row row) {
        builder.startRow(row.line());
        for (int i = 0; i < badCells.length; i++) {
            if (columns.features().get(i).unmapped(row).isEmpty()) {
                builder.text(i, columns.features().get(i).cell(row));
            }
        }
        builder.endRow();
        for (Problem problem : builder.takeProblems()) {
            int position = schema.position(problem.feature().orElseThrow());
            DataColumn column = columns.features().get(position);
            if (badCells[position].add(row, rows)) {
                // The builder did not get an unmapped cell, and so reports it as missing.
                add(column.unmapped(row).orElse(column.located(problem)));
            } else {
                problems.count(file.path());
            }
        }
    }

    private void addHints() {
        for (int i = 0; i < badCells.length; i++) {
            badCells[i].hint(schema.feature(i), rows).ifPresent(hint -> problems.hint(file.path(), hint));
        }
        List<String> missing =
                Arrays.stream(badCells).flatMap(BadCells::missing).toList();
        if (!missing.isEmpty()) {
            problems.hint(
                    file.path(),
                    Problem.of("training requires columns without missing values, found missing values in "
                            + String.join(", ", missing) + "; remove the affected rows, or " + DROP));
        }
    }

    private void add(Problem problem) {
        problems.add(file.path(), problem);
    }
}
