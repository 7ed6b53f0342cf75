package dev.onward.conformance;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server answered: a status, headers, JSON, and what follows the JSON. */
final class Answer {

    private static final String HEAD_LENGTH = "Inference-Header-Content-Length";
    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    private Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    int status() {
        return status;
    }

    boolean isEmpty() {
        return body.length == 0;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Empty if the body, or the part of it that the header counts, is no JSON. */
    Optional<JsonNode> json() {
        if (headLength() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(new String(body, 0, headLength(), StandardCharsets.UTF_8)));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private int headLength() {
        return (int) Math.min(headers.firstValueAsLong(HEAD_LENGTH).orElse(body.length), body.length);
    }

    /** The bytes of each output that came as such. */
    Map<String, byte[]> binary() {
        Map<String, byte[]> binary = new LinkedHashMap<>();
        int from = headLength();
        for (JsonNode output : json().map(json -> json.path("outputs")).orElseGet(JSON::createArrayNode)) {
            JsonNode size = output.path("parameters").path("binary_data_size");
            if (size.isInt()) {
                binary.put(
                        output.path("name").asString(""),
                        Arrays.copyOfRange(body, Math.min(from, body.length), from + size.asInt()));
                from += size.asInt();
            }
        }
        return binary;
    }
}
