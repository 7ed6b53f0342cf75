package dev.onward.csv;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.TooLargeException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** A CSV file as a table, all of it or nothing. Columns are found by name; those that are no features are passed over. */
public final class CsvTable {

    private CsvTable() {}

    /**
     * Reads a file of no more rows than fit into memory.
     *
     * @param csv not closed
     * @throws InvalidInputException naming every line and cell that cannot be read, or what is wrong with the header
     * @throws TooLargeException if there are more rows than allowed
     */
    public static Table read(InputStream csv, Schema schema, int maxRows) {
        CsvRows rows = CsvRows.open(csv);
        int[] positions = CsvScorer.positions(rows.header(), schema, List.of());
        TableBuilder builder = new TableBuilder(schema);
        if (rows.allowsDecimalComma()) {
            builder.decimalComma();
        }
        int count = 0;
        for (Optional<CsvRows.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            if (++count > maxRows) {
                throw new TooLargeException("expected at most " + maxRows + " rows, got more");
            }
            read(row.get(), positions, builder);
        }
        return builder.build("line");
    }

    private static void read(CsvRows.Row row, int[] positions, TableBuilder builder) {
        builder.startRow(row.line());
        if (row.fault().isPresent()) {
            builder.problem(row.fault().get());
            return;
        }
        for (int column = 0; column < positions.length; column++) {
            if (positions[column] >= 0) {
                builder.text(positions[column], row.cells().get(column));
            }
        }
        builder.endRow();
    }
}
