package dev.onward.explain.graph;

import java.util.function.Function;

/**
 * A column of text that depends on at most one feature.
 *
 * @param feature its position in the table; {@link NumberColumn#NO_FEATURE} for a constant
 * @param steps of the code
 */
record TextColumn(int feature, Steps steps, Function<TableRow, String> code) implements Quantity {

    static TextColumn constant(String text) {
        return new TextColumn(NumberColumn.NO_FEATURE, Steps.ONE, row -> text);
    }
}
