package dev.onward.page.text;

import dev.onward.http.Messages;
import dev.onward.table.Table;

/** The values of features in sentences, as they would be typed. */
public final class CellText {

    private CellText() {}

    /** The value of a feature in the first row of a table. */
    public static String of(Table table, int feature, Messages messages) {
        return table.column(feature)
                .value(0)
                .map(value -> of(value, messages))
                .orElseGet(() -> messages.text("cell.missing"));
    }

    /** @param value a finite Double, a Long, a Boolean or a String */
    public static String of(Object value, Messages messages) {
        return value instanceof Boolean flag ? messages.text(flag ? "yes" : "no") : typed(value);
    }

    /** The value as it is typed into a form: without the fraction of a whole number. */
    public static String typed(Object value) {
        if (value instanceof Double number) {
            double size = Math.abs(number);
            return size == 0 || (size >= 1e-5 && size < 1e15) ? NumberFormats.exact(number) : number.toString();
        }
        return value.toString();
    }
}
