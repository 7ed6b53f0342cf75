package dev.onward.json;

import java.io.OutputStream;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;

/** The set-up of every JSON generator. */
public final class JsonGenerators {

    /** Takes less time, and less memory, than the pool that is used by default, which has no bound. */
    static final RecyclerPool<BufferRecycler> BUFFERS = JsonRecyclerPools.newBoundedPool(64);

    /** The fast writer gives each number the fewest digits that identify it, and the same ones on every JDK. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(BUFFERS)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private static final JsonFactory PARTS =
            FACTORY.rebuild().rootValueSeparator((String) null).build();

    /** Embeddings, overrides and isolates of the Unicode Bidirectional Algorithm. */
    private static final Pattern TURNING = Pattern.compile("[\u202a-\u202e\u2066-\u2069]");

    private JsonGenerators() {}

    /** Returns a generator that writes UTF-8; closing it flushes the stream and does not close it. */
    public static JsonGenerator of(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /**
     * Returns a generator as {@link #of} does, for a text that is written in parts: values, with nothing between them,
     * and raw text.
     */
    public static JsonGenerator ofParts(OutputStream out) {
        return PARTS.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Returns a part of a text, encoded. */
    static SerializedString part(Consumer<JsonGenerator> writer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = PARTS.createGenerator(ObjectWriteContext.empty(), text)) {
            writer.accept(json);
        }
        return new SerializedString(text.toString());
    }

    /**
     * Returns a string, number or boolean as JSON. What changes the direction of the text after it is escaped, because
     * people read the literals.
     */
    public static String literal(Object value) {
        if (!(value instanceof String string)) {
            return value.toString();
        }
        StringBuilder text = new StringBuilder("\"");
        JsonStringEncoder.getInstance().quoteAsString(string, text);
        return TURNING.matcher(text.append('"'))
                .replaceAll(
                        found -> String.format("\\\\u%04x", (int) found.group().charAt(0)));
    }
}
