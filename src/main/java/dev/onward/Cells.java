package dev.onward;

import dev.onward.table.TableBuilder;
import org.jspecify.annotations.Nullable;

/** Adds the values of Java objects to a table, by the rules that all formats share. */
final class Cells {

    private Cells() {}

    /** Adds a value to the row. Null is a missing value; values of other types than a cell can have are problems. */
    static void add(TableBuilder builder, int position, @Nullable Object value) {
        if (value == null) {
            builder.missing(position, "null");
        } else if (value instanceof Double number) {
            builder.number(position, number.doubleValue());
        } else if (value instanceof Long || value instanceof Integer) {
            builder.number(position, ((Number) value).longValue());
        } else if (value instanceof Number number) {
            // By its digits, so that 0.1f is 0.1.
            builder.number(position, number.toString());
        } else if (value instanceof Boolean bool) {
            builder.bool(position, bool);
        } else if (value instanceof CharSequence text) {
            builder.string(position, text.toString());
        } else {
            builder.unreadable(position, "an object of " + value.getClass());
        }
    }
}
