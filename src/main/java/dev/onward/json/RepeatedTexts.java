package dev.onward.json;

import dev.onward.details.ObservedShare;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * Writes what the rows of a response have in common: names, labels and observed shares. In a response with several rows,
 * each is encoded once. Not thread-safe.
 */
final class RepeatedTexts {

    private final JsonGenerator json;
    private final boolean areRepeated;
    private final Map<String, SerializedString> texts;

    /** By identity, since there is one object for each bin of a calibration. */
    private final Map<ObservedShare, SerializedString> shares;

    /** @param rows the number of rows of the response */
    RepeatedTexts(JsonGenerator json, int rows) {
        this.json = json;
        this.areRepeated = rows > 1;
        this.texts = areRepeated ? new HashMap<>() : Map.of();
        this.shares = areRepeated ? new IdentityHashMap<>() : Map.of();
    }

    void writeName(String name) {
        if (areRepeated) {
            json.writeName(encoded(name));
        } else {
            json.writeName(name);
        }
    }

    void writeProperty(SerializedString name, String value) {
        json.writeName(name);
        if (areRepeated) {
            json.writeString(encoded(value));
        } else {
            json.writeString(value);
        }
    }

    void writeProperty(SerializedString name, ObservedShare share) {
        json.writeName(name);
        if (areRepeated) {
            json.writeRawValue(shares.computeIfAbsent(share, RepeatedTexts::encoded));
        } else {
            JsonDetails.writeObserved(json, share);
        }
    }

    private SerializedString encoded(String text) {
        return texts.computeIfAbsent(text, SerializedString::new);
    }

    private static SerializedString encoded(ObservedShare share) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonGenerators.of(text)) {
            JsonDetails.writeObserved(json, share);
        }
        return new SerializedString(text.toString());
    }
}
