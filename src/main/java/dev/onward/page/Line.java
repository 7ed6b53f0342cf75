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
        return column.map(0, new OutputCell(name));
    }

    /** The line for a cell of the named output. */
    private record OutputCell(String name) implements Column.CellMapper<Line> {

        @Override
        public Line missing() {
            return new Line("", name, "", "nothing", "", false);
        }

        @Override
        public Line number(double value) {
            return of("", name, Matrix.of(new double[] {value}, 1), 0, "", false);
        }

        @Override
        public Line integer(long value) {
            return string(Long.toString(value));
        }

        @Override
        public Line bool(boolean value) {
            return string(Boolean.toString(value));
        }

        @Override
        public Line string(String value) {
            return new Line("", name, value, value, "", false);
        }
    }

    /** Whether there should be a number, and the model has none to give. */
    boolean lacksNumber() {
        return value.isEmpty() && readable.equals(NO_NUMBER);
    }
}
