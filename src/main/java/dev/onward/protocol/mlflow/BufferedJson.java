package dev.onward.protocol.mlflow;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonParsers;
import java.io.ByteArrayOutputStream;
import java.util.function.IntConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON value that is kept until it can be parsed, because parsing needs members that follow it. It is a copy of the
 * text without whitespace, in which every number keeps its digits.
 */
final class BufferedJson {

    private final byte[] text;
    private final int elements;

    private BufferedJson(byte[] text, int elements) {
        this.text = text;
        this.elements = elements;
    }

    /** Copies the value at the parser's position, to its end. */
    static BufferedJson of(JsonParser value) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            copy(value, json);
        }
        return new BufferedJson(text.toByteArray(), 0);
    }

    /**
     * Copies the array at the parser's position, to its end.
     *
     * @param count called before each element with the number of elements including it; may throw to stop
     */
    static BufferedJson ofArray(JsonParser array, IntConsumer count) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int elements = 0;
        try (JsonGenerator json = JsonGenerators.of(text)) {
            json.writeStartArray();
            while (array.nextToken() != JsonToken.END_ARRAY) {
                count.accept(++elements);
                copy(array, json);
            }
            json.writeEndArray();
        }
        return new BufferedJson(text.toByteArray(), elements);
    }

    /** Copies the value at the parser's position as the only element of an array. */
    static BufferedJson inArray(JsonParser value) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            json.writeStartArray();
            copy(value, json);
            json.writeEndArray();
        }
        return new BufferedJson(text.toByteArray(), 1);
    }

    /** The number of elements of the array; 0 for a value copied by {@link #of}. */
    int elements() {
        return elements;
    }

    /** A parser at the first token of the copy. The caller closes it. */
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
