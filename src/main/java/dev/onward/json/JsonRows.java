package dev.onward.json;

import dev.onward.model.Model;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.TooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Rows read from JSON: one object, or an array of objects. Strings are not accepted as numbers.
 *
 * @param single true if the text was an object and not an array, so that the response should be one too
 */
public record JsonRows(Table table, boolean single) {

    /** The longest text that is worth keeping whole, in bytes. */
    public static final int MAX_WHOLE = 1 << 18;

    /**
     * Reads one object or an array of objects whose property names are the schema's features.
     *
     * @param json in UTF-8, with or without a byte order mark; not closed
     * @throws InvalidInputException naming every value that does not fit its feature
     * @throws SyntaxException if the text is not valid JSON
     * @throws TooLargeException if there are more than {@code maxRows} rows
     */
    public static JsonRows read(InputStream json, Schema schema, int maxRows) {
        return read(json, schema, RowLimits.of(maxRows), Optional.empty());
    }

    /**
     * Reads rows as {@link #read(InputStream, Schema, int)} does, and also by position if the only input of the model's
     * graph is a matrix: arrays of values in an array, or under the name of the input.
     *
     * @throws TooLargeException if there are too many rows
     */
    public static JsonRows read(InputStream json, Model model, RowLimits limits) {
        return read(json, model.schema(), limits, Optional.of(model));
    }

    /**
     * Reads rows as {@link #read(InputStream, Model, RowLimits)} does, from a whole text, which takes less time for
     * usual ones.
     *
     * @param json of up to {@link #MAX_WHOLE} bytes
     */
    public static JsonRows read(byte[] json, Model model, RowLimits limits) {
        return read(json, model.schema(), limits, Optional.of(model));
    }

    static JsonRows read(byte[] json, Schema schema, RowLimits limits, Optional<Model> byPosition) {
        Optional<JsonRows> plain = PlainRows.read(json, schema, limits);
        return plain.isPresent() ? plain.get() : read(new ByteArrayInputStream(json), schema, limits, byPosition);
    }

    private static JsonRows read(InputStream json, Schema schema, RowLimits limits, Optional<Model> byPosition) {
        try (JsonParser parser = JsonParsers.of(json)) {
            return read(parser, schema, limits, byPosition);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonRows read(JsonParser parser, Schema schema, RowLimits limits, Optional<Model> byPosition) {
        TableBuilder builder = new TableBuilder(schema, limits.absentValues());
        JsonRowReader reader =
                new JsonRowReader(builder, schema, limits.maxRows(), JsonRowReader.Syntax.STRICT, byPosition);
        try {
            JsonToken start = parser.nextToken();
            boolean single = start != JsonToken.START_ARRAY;
            if (single) {
                builder.startRow(0);
                readRow(parser, start, reader);
            } else {
                reader.rows(parser, token -> reader.row(parser, token, "an object"));
            }
            JsonParsers.expectEnd(parser);
            return new JsonRows(builder.build(), single);
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            throw JsonParsers.syntaxError(e, parser);
        }
    }

    private static void readRow(JsonParser parser, @Nullable JsonToken start, JsonRowReader reader) {
        String expected = "an object or an array of objects";
        if (start == null) {
            throw new SyntaxException("expected " + expected + ", got nothing", 1, 1);
        }
        reader.object(parser, start, expected);
    }
}
