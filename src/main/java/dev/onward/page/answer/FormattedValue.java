package dev.onward.page.answer;

import dev.onward.http.Messages;
import dev.onward.model.Matrix;
import dev.onward.model.card.Value;
import dev.onward.page.text.NumberFormats;
import dev.onward.table.Column;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A number or text of a prediction, formatted for reading.
 *
 * @param exact all digits of a number, or the text; empty if the value is missing or not finite
 * @param isFinite false for a number that is not finite
 */
record FormattedValue(Optional<String> exact, String text, Optional<String> unit, boolean isFinite) {

    /** The number in the first row of a column. */
    static FormattedValue of(Matrix numbers, int column, Messages messages) {
        return of(numbers, column, OptionalInt.empty(), messages);
    }

    private static FormattedValue of(Matrix numbers, int column, OptionalInt digits, Messages messages) {
        double number = numbers.get(0, column);
        String shortest = numbers.isSingle() ? Float.toString((float) number) : Double.toString(number);
        return number(number, shortest, digits, messages);
    }

    /** The same with the decimal places and the unit of the value. */
    static FormattedValue of(Matrix numbers, int column, Value value, Messages messages) {
        FormattedValue number = of(numbers, column, value.digits(), messages);
        return number.isFinite() ? new FormattedValue(number.exact(), number.text(), value.unit(), true) : number;
    }

    /** The first cell of an output of the graph. */
    static FormattedValue of(Column output, Messages messages) {
        return output.map(0, new CellFormat(messages));
    }

    /** A probability as a percentage. */
    static FormattedValue percentage(double probability, Messages messages) {
        return Double.isFinite(probability)
                ? new FormattedValue(
                        Optional.of(Double.toString(probability)),
                        NumberFormats.percent(probability),
                        Optional.empty(),
                        true)
                : notFinite(messages);
    }

    private static FormattedValue notFinite(Messages messages) {
        return new FormattedValue(Optional.empty(), messages.text("number.not-finite"), Optional.empty(), false);
    }

    /** @param shortest the number with the digits of its own precision */
    private static FormattedValue number(double number, String shortest, OptionalInt digits, Messages messages) {
        return Double.isFinite(number)
                ? new FormattedValue(
                        Optional.of(shortest), NumberFormats.readable(shortest, digits), Optional.empty(), true)
                : notFinite(messages);
    }

    private record CellFormat(Messages messages) implements Column.CellMapper<FormattedValue> {

        @Override
        public FormattedValue missing() {
            return new FormattedValue(Optional.empty(), messages.text("number.missing"), Optional.empty(), true);
        }

        @Override
        public FormattedValue number(double value) {
            return FormattedValue.number(value, Double.toString(value), OptionalInt.empty(), messages);
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
            return new FormattedValue(Optional.of(value), value, Optional.empty(), true);
        }
    }
}
