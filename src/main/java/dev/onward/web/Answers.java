package dev.onward.web;

import dev.onward.json.JsonGenerators;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Answers that are made in full before the first byte is sent, so that an error can still set the status. */
final class Answers {

    private Answers() {}

    /** Writes an answer somewhere. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Sends what the writer writes, with its length. */
    static void send(HttpServletResponse response, Writer writer) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream(512);
        writer.write(answer);
        response.setContentLength(answer.size());
        answer.writeTo(response.getOutputStream());
    }

    static void sendText(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        send(response, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a JSON object with the properties that are written into it. */
    static void sendObject(HttpServletResponse response, String contentType, Consumer<JsonGenerator> properties)
            throws IOException {
        response.setContentType(contentType);
        send(response, out -> {
            try (JsonGenerator json = JsonGenerators.of(out)) {
                json.writeStartObject();
                properties.accept(json);
                json.writeEndObject();
            }
        });
    }
}
