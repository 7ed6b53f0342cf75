package dev.onward.protocol.oip;

import dev.onward.repository.Catalogue;
import dev.onward.table.ByteOrderMark;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * The index of Triton's model repository extension: the served models, and the files that are not served with the
 * reasons.
 */
final class RepositoryIndex {

    private boolean readyOnly;

    private RepositoryIndex() {}

    /**
     * Reads the request: {@code {"ready": true}} requests only the served models. An empty body, or null as the flag,
     * requests everything.
     *
     * @throws dev.onward.table.SyntaxException if the body is not one JSON object
     * @throws dev.onward.runtime.InvalidTensorException if the flag is not a boolean
     */
    static RepositoryIndex read(byte[] body) {
        RepositoryIndex index = new RepositoryIndex();
        byte[] text = ByteOrderMark.strip(body);
        if (text.length > 0) {
            index.readRequest(text);
        }
        return index;
    }

    private void readRequest(byte[] text) {
        RequestProblems problems = new RequestProblems();
        try (RequestJson json = new RequestJson(text, problems)) {
            json.read((name, value) -> {
                if (name.equals("ready") && value != JsonToken.VALUE_NULL) {
                    readyOnly |= json.bool(value).orElse(false);
                } else {
                    json.skip();
                }
            });
        }
        problems.throwIfAny();
    }

    /** Writes the index as an array. */
    void write(JsonGenerator json, Catalogue catalogue) {
        json.writeStartArray();
        for (String name : catalogue.names()) {
            catalogue.versions(name).forEach(model -> write(json, name, Optional.of(model.version()), "READY", ""));
        }
        if (!readyOnly) {
            catalogue.unserved().forEach((file, reason) -> writeUnavailable(json, file, reason));
        }
        json.writeEndArray();
    }

    /** @param file relative to the models folder: {@code name.onnx} or {@code name/version/model.onnx} */
    private static void writeUnavailable(JsonGenerator json, String file, String reason) {
        String[] parts = file.split("/", -1);
        String name = parts.length == 1 ? file.replaceFirst("\\.onnx$", "") : parts[0];
        Optional<String> version = parts.length == 3 ? Optional.of(parts[1]) : Optional.empty();
        write(json, name, version, "UNAVAILABLE", reason);
    }

    /** @param reason empty for a model that is ready, as the extension specifies */
    private static void write(JsonGenerator json, String name, Optional<String> version, String state, String reason) {
        json.writeStartObject();
        json.writeStringProperty("name", name);
        version.ifPresent(text -> json.writeStringProperty("version", text));
        json.writeStringProperty("state", state);
        json.writeStringProperty("reason", reason);
        json.writeEndObject();
    }
}
