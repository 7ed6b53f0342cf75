package dev.onward.annotate;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.FileProblems;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rows of a CSV file, read by the rules by which the model would be asked them.
 *
 * @param targets what each row's right answer is; empty if there is no such column
 * @param lines where the rows are in the file
 * @param decimalComma whether a number may be written with one
 */
record DataRows(Table table, List<String> targets, List<Long> lines, boolean decimalComma) {

    static DataRows read(AnnotationData source, Schema schema, FileProblems problems) {
        checkColumns(source, schema, problems);
        problems.throwIfAny();
        int[] columns = schema.names().stream().mapToInt(source::position).toArray();
        int target = source.target();
        CsvRows csv = source.open();
        TableBuilder builder = new TableBuilder(schema);
        if (csv.allowsDecimalComma()) {
            builder.decimalComma();
        }
        List<String> targets = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            if (add(row.get(), source, columns, builder, problems)) {
                lines.add(row.get().line());
                if (target >= 0) {
                    targets.add(source.cell(row.get(), target));
                }
            }
        }
        if (lines.isEmpty()) {
            problems.add(source.file(), Problem.of(2, "", "expected rows of data, got none"));
        }
        problems.throwIfAny();
        return new DataRows(builder.build(), targets, lines, csv.allowsDecimalComma());
    }

    private static void checkColumns(AnnotationData source, Schema schema, FileProblems problems) {
        List<String> names = source.names();
        for (Feature feature : schema.features()) {
            if (!names.contains(feature.name()) && !feature.optional()) {
                problems.add(
                        source.file(), Problem.of(1, feature.name(), "expected a column of this name, found none"));
            }
        }
        for (String name : names) {
            if (schema.position(name) < 0) {
                problems.add(
                        source.file(),
                        new Problem(
                                1,
                                "",
                                "column " + Text.quote(name)
                                        + " is no feature of the model; if it is the target, say so with --target, or drop"
                                        + " it by the card's \"columns\"",
                                schema.nearest(name)));
            }
        }
    }

    private static boolean add(
            CsvRows.Row row, AnnotationData source, int[] columns, TableBuilder builder, FileProblems problems) {
        if (row.fault().isPresent()) {
            problems.add(source.file(), Problem.of(row.line(), "", row.fault().get()));
            return false;
        }
        List<Problem> unmapped = IntStream.of(columns)
                .filter(column -> column >= 0)
                .boxed()
                .flatMap(column -> source.unmapped(row, column).stream())
                .toList();
        if (!unmapped.isEmpty()) {
            unmapped.forEach(problem -> problems.add(source.file(), problem));
            return false;
        }
        builder.startRow(row.line());
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] >= 0) {
                builder.text(i, source.cell(row, columns[i]));
            }
        }
        boolean good = builder.endRow();
        builder.takeProblems().forEach(problem -> problems.add(source.file(), problem));
        return good;
    }
}
