package dev.onward.page;

import dev.onward.model.Matrix;
import dev.onward.model.card.Value;
import dev.onward.table.Column;
import java.util.Optional;

/**
 * A number or text of a prediction, formatted for reading.
 *
 * @param exact all digits of a number, or the text; empty if the value is missing or not finite
 */
record FormattedValue(Optional<String> exact, String text, Optional<String> unit) {

    static final FormattedValue NOT_FINITE = new FormattedValue(Optional.empty(), "not finite", Optional.empty());

    /** The number in the first row of a column. */
    static FormattedValue of(Matrix numbers, int column) {
        double number = numbers.get(0, column);
        return number(number, numbers.isSingle() ? Float.toString((float) number) : Double.toString(number));
    }

    /** The same with the unit of the value. */
    static FormattedValue of(Matrix numbers, int column, Value value) {
        FormattedValue number = of(numbers, column);
        return number.isFinite() ? new FormattedValue(number.exact(), number.text(), value.unit()) : number;
    }

    /** The first cell of an output of the graph. */
    static FormattedValue of(Column output) {
        return output.map(0, new CellFormat());
    }

    /** A probability as a percentage. */
    static FormattedValue percentage(double probability) {
        return Double.isFinite(probability)
                ? new FormattedValue(
                        Optional.of(Double.toString(probability)), NumberFormats.percent(probability), Optional.empty())
                : NOT_FINITE;
    }

    boolean isFinite() {
        return !equals(NOT_FINITE);
    }

    /** @param shortest the number with the digits of its own precision */
    private static FormattedValue number(double number, String shortest) {
        return Double.isFinite(number)
                ? new FormattedValue(Optional.of(shortest), NumberFormats.readable(shortest), Optional.empty())
                : NOT_FINITE;
    }

    private record CellFormat() implements Column.CellMapper<FormattedValue> {

        @Override
        public FormattedValue missing() {
            return new FormattedValue(Optional.empty(), "missing", Optional.empty());
        }

        @Override
        public FormattedValue number(double value) {
            return FormattedValue.number(value, Double.toString(value));
        }

        @Override
        public FormattedValue integer(long value) {
            return string(Long.toString(value));
        }

        @Override
        public FormattedValue bool(boolean value) {
            return string(Boolean.toString(value));
        }

        @Override
        public FormattedValue string(String value) {
            return new FormattedValue(Optional.of(value), value, Optional.empty());
        }
    }
}
