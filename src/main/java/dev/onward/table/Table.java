package dev.onward.table;

import java.util.ArrayList;
import java.util.List;

/** A schema with one column for each of its features, all of the same length. Immutable. */
public final class Table {

    private final Schema schema;
    private final List<Column> columns;
    private final int rows;

    /**
     * @throws IllegalArgumentException if there is not one column per feature, or a column does not have this number of
     *     rows
     */
    public Table(Schema schema, List<Column> columns, int rows) {
        if (columns.size() != schema.size()) {
            throw new IllegalArgumentException("expected " + schema.size() + " columns, got " + columns.size());
        }
        for (Column column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException("expected columns of " + rows + " rows, got " + column.size());
            }
        }
        this.schema = schema;
        this.columns = List.copyOf(columns);
        this.rows = rows;
    }

    public Schema schema() {
        return schema;
    }

    public Column column(int position) {
        return columns.get(position);
    }

    /** Some of the rows, in this order. */
    public Table select(int[] positions) {
        List<Column> selected = new ArrayList<>(columns.size());
        for (Column column : columns) {
            selected.add(column.select(positions));
        }
        return new Table(schema, selected, positions.length);
    }

    public int rows() {
        return rows;
    }
}
