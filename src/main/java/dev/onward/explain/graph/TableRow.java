package dev.onward.explain.graph;

import dev.onward.table.Schema;
import dev.onward.table.Table;
import java.util.List;

/** One row of a table, as the graph's inputs receive it. */
public record TableRow(Table table, int row) {

    /** A row without features, for constants. */
    static final TableRow NONE = new TableRow(new Table(new Schema(List.of()), List.of(), 1), 0);

    /** The value of a feature of decimal numbers or booleans; NaN if missing. */
    double number(int feature) {
        return table.column(feature).number(row);
    }

    /** The value of a feature of integers or booleans; 0 if missing. */
    long integer(int feature) {
        return table.column(feature).integer(row);
    }

    /** The text of a feature; empty if missing. */
    String text(int feature) {
        return table.column(feature).string(row);
    }
}
