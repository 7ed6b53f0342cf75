package dev.onward.json;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.TooLargeException;
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
        try (JsonParser parser = JsonParsers.of(json)) {
            return read(parser, schema, maxRows);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonRows read(JsonParser parser, Schema schema, int maxRows) {
        TableBuilder builder = new TableBuilder(schema);
        JsonRowReader cells = new JsonRowReader(builder, schema, maxRows, JsonRowReader.Habits.STRICT);
        try {
            JsonToken start = parser.nextToken();
            boolean single = start != JsonToken.START_ARRAY;
            if (single) {
                builder.startRow(0);
                readRow(parser, start, cells);
            } else {
                cells.rows(parser, token -> cells.object(parser, token, "an object"));
            }
            JsonParsers.expectEnd(parser);
            return new JsonRows(builder.build(), single);
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            throw JsonParsers.syntaxError(e, parser);
        }
    }

    private static void readRow(JsonParser parser, @Nullable JsonToken start, JsonRowReader cells) {
        String expected = "an object or an array of objects";
        if (start == null) {
            throw new SyntaxException("expected " + expected + ", got nothing", 1, 1);
        }
        cells.object(parser, start, expected);
    }
}
