package dev.onward.table;

import java.util.Arrays;
import java.util.List;

/** A schema with one column for each of its features, all of the same length. Immutable. */
public final class Table {

    private final Schema schema;
    private final Column[] columns;
    private final int rows;

    /**
     * @throws IllegalArgumentException if there is not one column per feature, or a column does not have this number of
     *     rows
     */
    public Table(Schema schema, List<Column> columns, int rows) {
        this(schema, columns.toArray(Column[]::new), rows);
    }

    /** Takes ownership of the array. */
    Table(Schema schema, Column[] columns, int rows) {
        if (columns.length != schema.size()) {
            throw new IllegalArgumentException("expected " + schema.size() + " columns, got " + columns.length);
        }
        for (Column column : columns) {
            if (column.size() != rows) {
                throw new IllegalArgumentException("expected columns of " + rows + " rows, got " + column.size());
            }
        }
        this.schema = schema;
        this.columns = columns;
        this.rows = rows;
    }

    public Schema schema() {
        return schema;
    }

    public Column column(int position) {
        return columns[position];
    }

    /** Some of the rows, in this order. */
    public Table select(int[] positions) {
        Column[] selected =
                Arrays.stream(columns).map(column -> column.select(positions)).toArray(Column[]::new);
        return new Table(schema, selected, positions.length);
    }

    public int rows() {
        return rows;
    }
}
