package dev.onward.protocol.mlflow;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonParsers;
import java.io.ByteArrayOutputStream;
import java.util.function.IntConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A copy of a JSON value for later parsing. It is kept as text without white space, which preserves every digit and takes
 * little more memory than the request.
 */
final class BufferedJson {

    private final byte[] text;
    private final int elements;

    private BufferedJson(byte[] text, int elements) {
        this.text = text;
        this.elements = elements;
    }

    /** Copies the parser's current value and leaves the parser at its end. */
    static BufferedJson of(JsonParser value) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            copy(value, json);
        }
        return new BufferedJson(text.toByteArray(), 0);
    }

    /**
     * Copies the parser's current array and leaves the parser at its end.
     *
     * @param counted called with the number of elements so far
     */
    static BufferedJson ofArray(JsonParser array, IntConsumer counted) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int elements = 0;
        try (JsonGenerator json = JsonGenerators.of(text)) {
            json.writeStartArray();
            while (array.nextToken() != JsonToken.END_ARRAY) {
                counted.accept(++elements);
                copy(array, json);
            }
            json.writeEndArray();
        }
        return new BufferedJson(text.toByteArray(), elements);
    }

    /** Copies the parser's current value as an array with one element. */
    static BufferedJson ofOne(JsonParser value) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            json.writeStartArray();
            copy(value, json);
            json.writeEndArray();
        }
        return new BufferedJson(text.toByteArray(), 1);
    }

    /** Returns the number of elements of the array. */
    int elements() {
        return elements;
    }

    /** Returns a parser at the first token. */
    JsonParser parser() {
        JsonParser parser = JsonParsers.of(text, 0, text.length);
        parser.nextToken();
        return parser;
    }

    private static void copy(JsonParser value, JsonGenerator json) {
        switch (value.currentToken()) {
            case START_OBJECT -> {
                json.writeStartObject();
                while (value.nextToken() != JsonToken.END_OBJECT) {
                    json.writeName(value.currentName());
                    value.nextToken();
                    copy(value, json);
                }
                json.writeEndObject();
            }
            case START_ARRAY -> {
                json.writeStartArray();
                while (value.nextToken() != JsonToken.END_ARRAY) {
                    copy(value, json);
                }
                json.writeEndArray();
            }
            case VALUE_STRING -> json.writeString(value.getString());
            default -> json.writeRawValue(value.getString());
        }
    }
}
