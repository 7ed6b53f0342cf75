package dev.onward.format;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * The rows of a JSON text: one object, or an array of objects. A JSON number is never read from a string.
 *
 * @param single whether it was one object and not an array, and so is to be answered with one
 */
public record JsonRows(Table table, boolean single) {

    /**
     * Reads one object or an array of objects whose names are the schema's features.
     *
     * @param json in UTF-8, with or without a byte order mark; not closed
     * @throws InvalidInputException naming every value that does not fit its feature
     * @throws SyntaxException if it is not JSON
     * @throws TooLargeException if there are more rows than allowed
     */
    public static JsonRows read(InputStream json, Schema schema, int maxRows) {
        try (JsonParser parser = JsonText.parser(json)) {
            return read(parser, schema, maxRows);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonRows read(JsonParser parser, Schema schema, int maxRows) {
        TableBuilder builder = new TableBuilder(schema);
        try {
            JsonToken start = parser.nextToken();
            boolean single = start != JsonToken.START_ARRAY;
            if (single) {
                builder.startRow(0);
                readRow(parser, start, builder, schema, "an object or an array of objects");
            } else {
                readRows(parser, builder, schema, maxRows);
            }
            if (parser.nextToken() != null) {
                throw new SyntaxException("expected the end, got more JSON", line(parser), column(parser));
            }
            return new JsonRows(builder.build(), single);
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            throw JsonText.fault(e, parser);
        }
    }

    private static void readRows(JsonParser parser, TableBuilder builder, Schema schema, int maxRows) {
        for (int row = 1; parser.nextToken() != JsonToken.END_ARRAY; row++) {
            if (row > maxRows) {
                throw new TooLargeException("expected at most " + maxRows + " rows, got more");
            }
            builder.startRow(row);
            readRow(parser, parser.currentToken(), builder, schema, "an object");
        }
    }

    private static void readRow(
            JsonParser parser, @Nullable JsonToken start, TableBuilder builder, Schema schema, String expected) {
        if (start != JsonToken.START_OBJECT) {
            if (start == null) {
                throw new SyntaxException("expected " + expected + ", got nothing", 1, 1);
            }
            builder.problem("expected " + expected + ", got " + JsonText.describe(start));
            parser.skipChildren();
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
                readCell(parser, value, builder, position);
            }
        }
        builder.endRow();
    }

    private static void readCell(JsonParser parser, JsonToken value, TableBuilder builder, int position) {
        switch (value) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> builder.number(position, parser.getString());
            case VALUE_STRING -> builder.string(position, parser.getString());
            case VALUE_TRUE -> builder.bool(position, true);
            case VALUE_FALSE -> builder.bool(position, false);
            case VALUE_NULL -> builder.missing(position, "null");
            default -> {
                builder.unreadable(position, JsonText.describe(value));
                parser.skipChildren();
            }
        }
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static int column(JsonParser parser) {
        return parser.currentTokenLocation().getColumnNr();
    }
}
