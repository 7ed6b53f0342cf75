package dev.onward.json;

import java.io.OutputStream;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** The set-up of every JSON generator. */
public final class JsonGenerators {

    /** The fast writer gives each number the fewest digits that identify it, and the same ones on every JDK. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private JsonGenerators() {}

    /** Returns a generator that writes UTF-8; closing it flushes the stream and does not close it. */
    public static JsonGenerator of(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Returns a generator that writes characters. */
    static JsonGenerator of(StringWriter text) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), text);
    }

    /** Returns a string, number or boolean as JSON. */
    public static String literal(Object value) {
        if (!(value instanceof String string)) {
            return value.toString();
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = of(text)) {
            json.writeString(string);
        }
        return text.toString();
    }
}
