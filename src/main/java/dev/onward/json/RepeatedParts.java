package dev.onward.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Parts of a text that its rows have in common. If there are many rows, each part is encoded once. Not thread-safe. */
final class RepeatedParts {

    private final JsonGenerator json;
    private final @Nullable SerializedString[] encoded;
    private final Writer writer;

    /** Writes a part, by its position. */
    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator json, int position);
    }

    /**
     * @param json from {@link JsonGenerators#ofParts}
     * @param count the number of different parts
     */
    RepeatedParts(JsonGenerator json, int count, boolean areMany, Writer writer) {
        this.json = json;
        this.encoded = new SerializedString[areMany ? count : 0];
        this.writer = writer;
    }

    void write(int position) {
        if (encoded.length == 0) {
            writer.write(json, position);
            return;
        }
        SerializedString part = encoded[position];
        if (part == null) {
            part = JsonGenerators.part(json -> writer.write(json, position));
            encoded[position] = part;
        }
        json.writeRaw(part);
    }
}
