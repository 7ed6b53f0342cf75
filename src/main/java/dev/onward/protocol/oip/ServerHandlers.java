package dev.onward.protocol.oip;

import dev.onward.http.HttpException;
import dev.onward.http.MediaTypes;
import dev.onward.http.RequestContext;
import dev.onward.json.JsonGenerators;
import dev.onward.json.JsonParsers;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.Readiness;
import dev.onward.settings.Settings;
import dev.onward.table.ByteOrderMark;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The parts of the Open Inference Protocol that describe the server and its models. */
final class ServerHandlers {

    /** Some clients write null for flags that they do not set. */
    private static final Set<JsonToken> FLAGS =
            Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE, JsonToken.VALUE_NULL);

    private final ModelRepository models;
    private final Statistics statistics;
    private final Readiness readiness;
    private final Settings settings;
    private final String version;

    /** @param version of the application */
    ServerHandlers(
            ModelRepository models, Statistics statistics, Readiness readiness, Settings settings, String version) {
        this.models = models;
        this.statistics = statistics;
        this.readiness = readiness;
        this.settings = settings;
        this.version = version;
    }

    void server(RequestContext request) throws IOException {
        request.sendJson(json -> Metadata.writeServer(json, version));
    }

    void live(RequestContext request) throws IOException {
        request.sendJson(json -> json.writeBooleanProperty("live", true));
    }

    /** Clients look at the status, at one of the two properties, or at both. */
    void ready(RequestContext request) throws IOException {
        Optional<String> reason = readiness.reason();
        request.status(reason.isEmpty() ? 200 : 503).sendJson(json -> {
            json.writeBooleanProperty("live", true);
            json.writeBooleanProperty("ready", reason.isEmpty());
            reason.ifPresent(text -> json.writeStringProperty("error", text));
        });
    }

    void list(RequestContext request) throws IOException {
        request.sendJson(json -> {
            json.writeArrayPropertyStart("models");
            models.catalogue().names().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    void metadata(Model model, RequestContext request) throws IOException {
        List<String> versions = models.catalogue().versions(model.name()).stream()
                .map(Model::version)
                .toList();
        request.sendJson(json -> Metadata.writeModel(json, model, versions));
    }

    /** A model that is there is ready: it was verified before. */
    void modelReady(Model model, RequestContext request) throws IOException {
        request.sendJson(json -> {
            json.writeStringProperty("name", model.name());
            json.writeBooleanProperty("ready", true);
        });
    }

    /** Of all versions if none is named. */
    void statistics(Model model, RequestContext request) throws IOException {
        boolean all = request.pathParameter("version").isEmpty();
        statistics(all ? models.catalogue().versions(model.name()) : List.of(model), request);
    }

    void allStatistics(RequestContext request) throws IOException {
        Catalogue catalogue = models.catalogue();
        statistics(
                catalogue.names().stream()
                        .flatMap(name -> catalogue.versions(name).stream())
                        .toList(),
                request);
    }

    private void statistics(List<Model> described, RequestContext request) throws IOException {
        request.sendJson(json -> {
            json.writeArrayPropertyStart("model_stats");
            described.forEach(model -> statistics.write(json, model));
            json.writeEndArray();
        });
    }

    /** All models, and the files that are not served with the reason; only the former if the body says so. */
    void index(RequestContext request) throws IOException {
        boolean readyOnly = isReadyOnly(body(request));
        Catalogue catalogue = models.catalogue();
        request.send(MediaTypes.JSON, out -> {
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

    private byte[] body(RequestContext request) throws IOException {
        try (InputStream body = request.inflatedBody(settings.bodyLimit())) {
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
}
