package dev.onward.explain;

import java.util.function.Function;

/**
 * A column of text that depends on at most one feature.
 *
 * @param feature its position in the table; {@link NumberColumn#NO_FEATURE} for a constant
 */
record TextColumn(int feature, Function<Cells, String> code) implements Quantity {

    static TextColumn constant(String text) {
        return new TextColumn(NumberColumn.NO_FEATURE, cells -> text);
    }
}
