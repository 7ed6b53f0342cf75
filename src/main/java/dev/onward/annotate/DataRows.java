package dev.onward.annotate;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.DataColumn;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a data file, read by the same rules as serving.
 *
 * @param targets the true label or value of each row; empty if there is no target column
 * @param lines the line of each row in the file
 * @param decimalComma whether numbers may have a decimal comma
 */
record DataRows(Table table, List<String> targets, List<Long> lines, boolean decimalComma) {

    private static final int MAX_SHARED_TARGETS = 1000;

    /** @throws InvalidFilesException with every problem if columns or cells do not fit the schema */
    static DataRows read(AnnotationData data, Schema schema, FileProblems problems) {
        checkColumns(data, schema, problems);
        problems.throwIfAny();
        List<Optional<DataColumn>> columns =
                schema.names().stream().map(data::column).toList();
        CsvRows csv = data.file().rows();
        TableBuilder builder = new TableBuilder(schema);
        if (csv.allowsDecimalComma()) {
            builder.decimalComma();
        }
        List<String> targets = new ArrayList<>();
        // Of few distinct targets, each is held once.
        Map<String, String> distinct = new HashMap<>();
        List<Long> lines = new ArrayList<>();
        for (Optional<CsvRows.Row> next = csv.next(); next.isPresent(); next = csv.next()) {
            CsvRows.Row row = next.get();
            List<Problem> found = read(row, columns, builder);
            found.forEach(problem -> data.add(problem, problems));
            if (found.isEmpty()) {
                lines.add(row.line());
                data.target().ifPresent(target -> targets.add(shared(target.cell(row), distinct)));
            }
        }
        if (lines.isEmpty()) {
            data.add(Problem.ofRow(2, "expected at least one row of data, got none"), problems);
        }
        problems.throwIfAny();
        return new DataRows(builder.build(), targets, lines, csv.allowsDecimalComma());
    }

    private static String shared(String target, Map<String, String> distinct) {
        return distinct.size() < MAX_SHARED_TARGETS
                ? distinct.computeIfAbsent(target, same -> same)
                : distinct.getOrDefault(target, target);
    }

    private static void checkColumns(AnnotationData data, Schema schema, FileProblems problems) {
        List<String> names = data.featureNames();
        for (Feature feature : schema.features()) {
            if (!names.contains(feature.name()) && !feature.optional()) {
                data.add(Problem.ofCell(1, feature.name(), "expected a column with this name, found none"), problems);
            }
        }
        for (String name : names) {
            if (schema.position(name) < 0) {
                data.add(
                        Problem.ofRow(
                                        1,
                                        "column " + Text.quote(name)
                                                + " is not a feature of the model; specify it with --target if it is"
                                                + " the target, or drop it under \"columns\" in the card")
                                .withSuggestion(() -> schema.nearest(name)),
                        problems);
            }
        }
    }

    /** Adds the row to the table, or returns its problems. */
    private static List<Problem> read(CsvRows.Row row, List<Optional<DataColumn>> columns, TableBuilder builder) {
        if (row.problem().isPresent()) {
            return List.of(Problem.ofRow(row.line(), row.problem().get()));
        }
        List<Problem> unmapped = columns.stream()
                .flatMap(Optional::stream)
                .flatMap(column -> column.unmapped(row).stream())
                .toList();
        if (!unmapped.isEmpty()) {
            return unmapped;
        }
        builder.startRow(row.line());
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isPresent()) {
                builder.text(i, columns.get(i).get().cell(row));
            }
        }
        builder.endRow();
        return builder.takeProblems();
    }
}
