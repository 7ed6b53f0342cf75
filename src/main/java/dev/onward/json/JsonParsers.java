package dev.onward.json;

import dev.onward.table.ByteOrderMark;
import dev.onward.table.JsonSyntaxMessages;
import dev.onward.table.SyntaxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** The set-up of every JSON parser, and the messages for its errors. */
public final class JsonParsers {

    /**
     * Accepts UTF-8 only. NaN and Infinity are accepted here, so that the check of numbers reports them with their row
     * and feature.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonGenerators.BUFFERS)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxNameLength(10_000)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private JsonParsers() {}

    /**
     * Returns a parser for a stream.
     *
     * @param json in UTF-8, with or without a byte order mark; not closed
     */
    public static JsonParser of(InputStream json) throws IOException {
        if (json instanceof ByteArrayInputStream memory) {
            // Without the buffers of a parser of streams.
            byte[] text = ByteOrderMark.strip(memory.readAllBytes());
            return of(text, 0, text.length);
        }
        return FACTORY.createParser(ObjectReadContext.empty(), ByteOrderMark.skip(json));
    }

    /** Returns a parser for a part of a text in UTF-8. Its byte offsets start at the beginning of the whole text. */
    public static JsonParser of(byte[] json, int from, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), json, from, length);
    }

    /** Converts an exception of the parser. Where it has no location, as for exceeded limits, the parser's is used. */
    public static SyntaxException syntaxError(JacksonException e, JsonParser parser) {
        TokenStreamLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        return new SyntaxException(JsonSyntaxMessages.of(e.getOriginalMessage()), at.getLineNr(), at.getColumnNr());
    }

    /** @throws SyntaxException if there is more than one JSON text */
    public static void expectEnd(JsonParser parser) {
        TokenStreamLocation at;
        try {
            if (parser.nextToken() == null) {
                return;
            }
            at = parser.currentTokenLocation();
        } catch (JacksonException e) {
            at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
        }
        throw new SyntaxException("expected the end of the JSON, got more text", at.getLineNr(), at.getColumnNr());
    }

    /** Returns the type of a value for messages, such as "an object". */
    public static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            default -> "null";
        };
    }
}
