package dev.onward.annotate;

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
            String name = table.schema().feature(i).name();
            table.column(i).value(row).ifPresent(value -> cells.put(name, value));
        }
        return cells;
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
