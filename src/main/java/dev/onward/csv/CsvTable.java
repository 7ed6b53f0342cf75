package dev.onward.csv;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.TooLargeException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads a whole CSV file into a table. Columns are found by their exact names; columns that are not features are
 * ignored.
 */
public final class CsvTable {

    private CsvTable() {}

    /**
     * Reads a file that fits into memory.
     *
     * @param csv not closed
     * @throws InvalidInputException naming every line and cell with a problem, or the header's problems
     * @throws TooLargeException if there are more than {@code maxRows} rows
     */
    public static Table read(InputStream csv, Schema schema, int maxRows) {
        CsvRows rows = CsvRows.open(csv);
        FeatureColumns columns = FeatureColumns.matchExactly(rows.header(), schema);
        TableBuilder builder = new TableBuilder(schema);
        if (rows.allowsDecimalComma()) {
            builder.decimalComma();
        }
        int count = 0;
        for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            if (++count > maxRows) {
                throw new TooLargeException("expected at most " + maxRows + " rows, got more");
            }
            read(row.get(), columns, builder);
        }
        return builder.build("line");
    }

    private static void read(CsvRows.Row row, FeatureColumns columns, TableBuilder builder) {
        builder.startRow(row.line());
        if (row.problem().isPresent()) {
            builder.problem(row.problem().get());
            return;
        }
        columns.addCells(row.cells(), builder);
        builder.endRow();
    }
}
