package dev.onward.page;

import dev.onward.model.Matrix;
import dev.onward.table.Column;

/**
 * One named number or text of an answer.
 *
 * @param label under which programs know a class; empty if it is none
 * @param value with all digits; empty if there is none
 * @param readable the same for people
 */
record Line(String label, String title, String value, String readable, String unit, boolean chosen) {

    /** What stands in the place of a number that is none. */
    static final String NO_NUMBER = "no number";

    /** A number of the first row. */
    static Line of(String label, String title, Matrix numbers, int column, String unit, boolean chosen) {
        double number = numbers.get(0, column);
        if (!Double.isFinite(number)) {
            return new Line(label, title, "", NO_NUMBER, "", chosen);
        }
        String shortest = numbers.isSingle() ? Float.toString((float) number) : Double.toString(number);
        return new Line(label, title, shortest, Figures.readable(shortest), unit, chosen);
    }

    /** The first cell of a column of which nothing is known but its name. */
    static Line of(String name, Column column) {
        if (column.isMissing(0)) {
            return new Line("", name, "", "nothing", "", false);
        } else if (column instanceof Column.Doubles doubles) {
            return of("", name, Matrix.of(new double[] {doubles.get(0)}, 1), 0, "", false);
        } else if (column instanceof Column.Longs longs) {
            return text(name, Long.toString(longs.get(0)));
        } else if (column instanceof Column.Booleans booleans) {
            return text(name, Boolean.toString(booleans.get(0)));
        }
        return text(name, ((Column.Strings) column).get(0));
    }

    /** Whether there should be a number, and the model has none to give. */
    boolean lacksNumber() {
        return value.isEmpty() && readable.equals(NO_NUMBER);
    }

    private static Line text(String name, String text) {
        return new Line("", name, text, text, "", false);
    }
}
