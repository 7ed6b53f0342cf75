package dev.onward.protocol.mlflow;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonParsers;
import java.io.ByteArrayOutputStream;
import java.util.function.IntConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * JSON that can only be read when what follows it is known: a copy of its text without blanks. It holds every digit as it
 * was sent, and is hardly larger.
 */
final class BufferedJson {

    private final byte[] text;
    private final int elements;

    private BufferedJson(byte[] text, int elements) {
        this.text = text;
        this.elements = elements;
    }

    /** Copies the value at which the parser stands, to its end. */
    static BufferedJson of(JsonParser value) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            copy(value, json);
        }
        return new BufferedJson(text.toByteArray(), 0);
    }

    /**
     * Copies the array at which the parser stands, to its end.
     *
     * @param counted is told how many elements there are so far
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

    /** Copies the value at which the parser stands as the only element of an array. */
    static BufferedJson ofOne(JsonParser value) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            json.writeStartArray();
            copy(value, json);
            json.writeEndArray();
        }
        return new BufferedJson(text.toByteArray(), 1);
    }

    /** How many elements the array has. */
    int elements() {
        return elements;
    }

    /** Stands at the first token. */
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
