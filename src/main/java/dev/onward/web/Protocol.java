package dev.onward.web;

import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonParsers;
import dev.onward.model.Model;
import dev.onward.protocol.oip.Metadata;
import dev.onward.protocol.oip.Statistics;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Settings;
import dev.onward.table.ByteOrderMark;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What the Open Inference Protocol has about the server and its models, but for asking them. */
final class Protocol {

    /** Some clients write what they do not say. */
    private static final Set<JsonToken> FLAGS =
            Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE, JsonToken.VALUE_NULL);

    private final ModelRepository models;
    private final Statistics statistics;
    private final Settings settings;
    private final String version;

    /** @param version of the application */
    Protocol(ModelRepository models, Statistics statistics, Settings settings, String version) {
        this.models = models;
        this.statistics = statistics;
        this.settings = settings;
        this.version = version;
    }

    void server(HttpServletRequest request, HttpServletResponse response) throws IOException {
        object(response, json -> Metadata.writeServer(json, version));
    }

    void live(HttpServletRequest request, HttpServletResponse response) throws IOException {
        object(response, json -> json.writeBooleanProperty("live", true));
    }

    /** Clients look at the status, at one of the two properties, or at both. */
    void ready(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean stopping = request.getServletContext().getAttribute(ContextAttributes.STOPPING) != null;
        String reason = stopping ? "stopping" : models.catalogue().notReadyReason().orElse("");
        response.setStatus(reason.isEmpty() ? 200 : 503);
        object(response, json -> {
            json.writeBooleanProperty("live", true);
            json.writeBooleanProperty("ready", reason.isEmpty());
            if (!reason.isEmpty()) {
                json.writeStringProperty("error", reason);
            }
        });
    }

    void list(HttpServletRequest request, HttpServletResponse response) throws IOException {
        object(response, json -> {
            json.writeArrayPropertyStart("models");
            models.catalogue().names().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    void metadata(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> versions = models.catalogue().versions(model.name()).stream()
                .map(Model::version)
                .toList();
        object(response, json -> Metadata.writeModel(json, model, versions));
    }

    /** A model that is there is ready: it was verified before. */
    void modelReady(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        object(response, json -> {
            json.writeStringProperty("name", model.name());
            json.writeBooleanProperty("ready", true);
        });
    }

    /** Of all versions if none is named. */
    void statistics(Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean all = ProtocolPath.of(request).version().isEmpty();
        statistics(all ? models.catalogue().versions(model.name()) : List.of(model), response);
    }

    void allStatistics(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Catalogue catalogue = models.catalogue();
        statistics(
                catalogue.names().stream()
                        .flatMap(name -> catalogue.versions(name).stream())
                        .toList(),
                response);
    }

    private void statistics(List<Model> asked, HttpServletResponse response) throws IOException {
        object(response, json -> {
            json.writeArrayPropertyStart("model_stats");
            asked.forEach(model -> statistics.write(json, model));
            json.writeEndArray();
        });
    }

    /** All models, and the files that are not served with the reason; only the former if the body says so. */
    void index(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean readyOnly = isReadyOnly(body(request));
        Catalogue catalogue = models.catalogue();
        response.setContentType(MediaTypes.JSON);
        Answers.send(response, out -> {
            try (JsonGenerator json = JsonGenerators.of(out)) {
                json.writeStartArray();
                for (String name : catalogue.names()) {
                    catalogue.versions(name).forEach(model -> entry(json, name, model.version(), "READY", ""));
                }
                if (!readyOnly) {
                    catalogue.unserved().forEach((origin, reason) -> unavailable(json, origin, reason));
                }
                json.writeEndArray();
            }
        });
    }

    private byte[] body(HttpServletRequest request) throws IOException {
        try (InputStream body = Bodies.openInflated(request, settings.bodyLimit())) {
            return ByteOrderMark.strip(body.readAllBytes());
        }
    }

    /** An empty body asks for everything. */
    private static boolean isReadyOnly(byte[] body) {
        if (body.length == 0) {
            return false;
        }
        boolean readyOnly = false;
        try (JsonParser parser = JsonParsers.of(body, 0, body.length)) {
            try {
                expect(parser.nextToken() == JsonToken.START_OBJECT, "expected an object", parser);
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean isReady = parser.currentName().equals("ready");
                    JsonToken value = parser.nextToken();
                    expect(!isReady || FLAGS.contains(value), "ready: expected true or false", parser);
                    readyOnly |= isReady && value == JsonToken.VALUE_TRUE;
                    parser.skipChildren();
                }
                if (parser.nextToken() != null) {
                    throw new HttpException(400, "expected the end, got more JSON");
                }
            } catch (JacksonException e) {
                throw JsonParsers.syntaxError(e, parser);
            }
        }
        return readyOnly;
    }

    private static void expect(boolean isSo, String expected, JsonParser parser) {
        if (!isSo) {
            JsonToken found = parser.currentToken();
            throw new HttpException(400, expected + ", got " + (found == null ? "nothing" : JsonParsers.describe(found)));
        }
    }

    /** A file stands for the model of its name: {@code name.onnx} or {@code name/version/model.onnx}. */
    private static void unavailable(JsonGenerator json, String origin, String reason) {
        String[] parts = origin.split("/", -1);
        String name = parts.length == 1 ? origin.replaceFirst("\\.onnx$", "") : parts[0];
        entry(json, name, parts.length == 3 ? parts[1] : "", "UNAVAILABLE", reason);
    }

    private static void entry(JsonGenerator json, String name, String version, String state, String reason) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        if (!version.isEmpty()) {
            json.writeStringProperty("version", version);
        }
        json.writeStringProperty("state", state);
        json.writeStringProperty("reason", reason);
        json.writeEndObject();
    }

    private static void object(HttpServletResponse response, Consumer<JsonGenerator> properties) throws IOException {
        Answers.sendObject(response, MediaTypes.JSON, properties);
    }
}
