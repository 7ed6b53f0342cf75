package dev.onward.http;

import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of an error in a protocol's format.
 *
 * @param text to be sent in UTF-8
 */
public record ErrorBody(String contentType, String text) {

    private static final JsonFactory JSON = new JsonFactory();

    /** A JSON object with the properties that the writer writes. */
    public static ErrorBody json(Consumer<JsonGenerator> properties) {
        return json(MediaTypes.JSON, properties);
    }

    static ErrorBody json(String contentType, Consumer<JsonGenerator> properties) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return new ErrorBody(contentType, text.toString());
    }

    /** Plain text. */
    public static ErrorBody plain(String text) {
        return new ErrorBody(MediaTypes.PLAIN_TEXT, text);
    }
}
