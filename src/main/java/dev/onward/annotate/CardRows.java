package dev.onward.annotate;

import dev.onward.table.Column;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows as a card holds them, by the names of features, and as a table does. */
final class CardRows {

    private CardRows() {}

    /** One row of the table; what is missing is left out. */
    static Map<String, Object> of(Table table, int row) {
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < table.schema().size(); i++) {
            if (!table.column(i).isMissing(row)) {
                cells.put(table.schema().feature(i).name(), cell(table.column(i), row));
            }
        }
        return cells;
    }

    private static Object cell(Column column, int row) {
        if (column instanceof Column.Doubles doubles) {
            return doubles.get(row);
        } else if (column instanceof Column.Longs longs) {
            return longs.get(row);
        } else if (column instanceof Column.Booleans booleans) {
            return booleans.get(row);
        }
        return ((Column.Strings) column).get(row);
    }

    /** The rows as a table, or nothing if one of them does not fit. */
    static Optional<Table> table(Schema schema, List<Map<String, Object>> rows) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < rows.size(); i++) {
            builder.startRow(i + 1L);
            builder.cells(rows.get(i));
            builder.endRow();
        }
        try {
            return Optional.of(builder.build());
        } catch (InvalidInputException doesNotFit) {
            return Optional.empty();
        }
    }
}
