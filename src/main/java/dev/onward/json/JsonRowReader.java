package dev.onward.json;

import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.TooLargeException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Rows of JSON, cell by cell, on their way into a table. The parser stands at the first token of what is to be read. */
public final class JsonRowReader {

    private static final String NOT_A_NUMBER = "NaN";

    private final TableBuilder builder;
    private final Schema schema;
    private final int maxRows;
    private final Habits habits;

    /** What is taken for a value. */
    public enum Habits {
        /** What JSON has for it. */
        STRICT,
        /**
         * Also NaN for a missing value, as pandas and NumPy have it and Python's own JSON writes it; and an array of one
         * value for the value, as tensors of one column have it.
         */
        PYTHON
    }

    public JsonRowReader(TableBuilder builder, Schema schema, int maxRows, Habits habits) {
        this.builder = builder;
        this.schema = schema;
        this.maxRows = maxRows;
        this.habits = habits;
    }

    /** Reads one row. */
    public interface Row {
        void read(JsonToken first);
    }

    /**
     * Reads the rows of an array.
     *
     * @throws TooLargeException if there are more than allowed
     */
    public void rows(JsonParser parser, Row row) {
        for (int number = 1; parser.nextToken() != JsonToken.END_ARRAY; number++) {
            checkRows(number);
            builder.startRow(number);
            row.read(parser.currentToken());
        }
    }

    /** @throws TooLargeException if there are more rows than allowed */
    public void checkRows(int rows) {
        if (rows > maxRows) {
            throw new TooLargeException("expected at most " + maxRows + " rows, got more");
        }
    }

    /** A row of values by the names of their features. */
    public void object(JsonParser parser, JsonToken first, String expected) {
        if (first != JsonToken.START_OBJECT) {
            refuse(parser, first, expected);
            return;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            int position = schema.position(name);
            if (position < 0) {
                builder.unknown(name);
                parser.skipChildren();
            } else {
                cell(parser, value, position);
            }
        }
        builder.endRow();
    }

    /**
     * A row of values by their order.
     *
     * @param positions of the features, in the order of the values
     * @param counted what there is one value for
     */
    public void array(JsonParser parser, JsonToken first, int[] positions, String counted) {
        if (first != JsonToken.START_ARRAY) {
            refuse(parser, first, "an array");
            return;
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count < positions.length) {
                cell(parser, parser.currentToken(), positions[count]);
            } else {
                parser.skipChildren();
            }
            count++;
        }
        if (count == positions.length) {
            builder.endRow();
        } else {
            builder.refuseRow("expected " + values(positions.length) + ", one for each " + counted + ", got " + count);
        }
    }

    /** A row that is none. */
    public void refuse(JsonParser parser, JsonToken first, String expected) {
        builder.problem("expected " + expected + ", got " + JsonParsers.describe(first));
        parser.skipChildren();
    }

    public void cell(JsonParser parser, JsonToken value, int position) {
        if (habits == Habits.PYTHON && value == JsonToken.START_ARRAY) {
            only(parser, position);
        } else if (value.isScalarValue()) {
            value(value, parser.getString(), position);
        } else {
            builder.unreadable(position, JsonParsers.describe(value));
            parser.skipChildren();
        }
    }

    /** The value of an array of one. */
    private void only(JsonParser parser, int position) {
        JsonToken value = parser.nextToken();
        boolean isValue = value.isScalarValue();
        String text = isValue ? parser.getString() : "";
        JsonToken next = isValue ? parser.nextToken() : value;
        if (isValue && next == JsonToken.END_ARRAY) {
            value(value, text, position);
            return;
        }
        builder.unreadable(position, JsonParsers.describe(JsonToken.START_ARRAY));
        while (next != JsonToken.END_ARRAY) {
            parser.skipChildren();
            next = parser.nextToken();
        }
    }

    private void value(JsonToken value, String text, int position) {
        switch (value) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(text, position);
            case VALUE_STRING -> builder.string(position, text);
            case VALUE_TRUE -> builder.bool(position, true);
            case VALUE_FALSE -> builder.bool(position, false);
            default -> builder.missing(position, "null");
        }
    }

    private void number(String literal, int position) {
        if (habits == Habits.PYTHON && literal.equals(NOT_A_NUMBER)) {
            builder.missing(position, NOT_A_NUMBER);
        } else {
            builder.number(position, literal);
        }
    }

    public static String values(int count) {
        return count + (count == 1 ? " value" : " values");
    }
}
