package dev.onward.annotate;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Converts between rows of a card, which are values by feature name, and tables. */
final class CardRows {

    private CardRows() {}

    /** A row of the table, without missing values. */
    static Map<String, Object> of(Table table, int row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < table.schema().size(); i++) {
            String name = table.schema().feature(i).name();
            table.column(i).value(row).ifPresent(value -> cells.put(name, value));
        }
        return cells;
    }

    /** A table of one row; empty if the row is invalid. */
    static Optional<Table> table(Schema schema, Map<String, Object> row) {
        TableBuilder builder = new TableBuilder(schema);
        builder.startRow(1);
        builder.cells(row);
        builder.endRow();
        try {
            return Optional.of(builder.build());
        } catch (InvalidInputException invalid) {
            return Optional.empty();
        }
    }
}
