package dev.onward.format;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * The rows of a JSON text: one object, or an array of objects. A JSON number is never read from a string.
 *
 * @param single whether it was one object and not an array, and so is to be answered with one
 */
public record JsonRows(Table table, boolean single) {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /**
     * Reads nothing but UTF-8. NaN and Infinity are let through to where every number is checked, so they are problems
     * like others.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxNameLength(10_000)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** What Jackson tells of its own tokens, features and sources. */
    private static final Pattern HINTS =
            Pattern.compile("(: was expecting|: expected a valid value)? \\(JSON String.*| \\(start marker at .*"
                    + "|: enable `.*|: maybe a \\(non-standard\\) comment.*|, from `[^`]*`| in (null|[A-Z_]+)$");

    /**
     * Reads one object or an array of objects whose names are the schema's features.
     *
     * @param json in UTF-8, with or without a byte order mark; not closed
     * @throws InvalidInputException naming every value that does not fit its feature
     * @throws SyntaxException if it is not JSON
     * @throws TooLargeException if there are more rows than allowed
     */
    public static JsonRows read(InputStream json, Schema schema, int maxRows) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), withoutByteOrderMark(json))) {
            return read(parser, schema, maxRows);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream withoutByteOrderMark(InputStream json) throws IOException {
        PushbackInputStream text = new PushbackInputStream(json, BYTE_ORDER_MARK.length);
        byte[] start = text.readNBytes(BYTE_ORDER_MARK.length);
        if (!Arrays.equals(start, BYTE_ORDER_MARK)) {
            text.unread(start);
        }
        return text;
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
            throw syntaxFault(e, parser);
        }
    }

    /** The parser's reason, without what only programmers can use. What is over a limit carries no place of its own. */
    private static SyntaxException syntaxFault(JacksonException e, JsonParser parser) {
        TokenStreamLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        String reason = HINTS.matcher(e.getOriginalMessage()).replaceAll("");
        return new SyntaxException(
                Character.toLowerCase(reason.charAt(0)) + reason.substring(1), at.getLineNr(), at.getColumnNr());
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
            builder.problem("expected " + expected + ", got " + describe(start));
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
                builder.unreadable(position, describe(value));
                parser.skipChildren();
            }
        }
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static int column(JsonParser parser) {
        return parser.currentTokenLocation().getColumnNr();
    }
}
