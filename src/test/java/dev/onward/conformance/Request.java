package dev.onward.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a request of its description:
 *
 * <ul>
 *   <li>{@code method}, {@code path} and {@code headers}; an infer request has its content type without being told, and
 *       none where it is "".
 *   <li>{@code numbers} or {@code columns}: the usual request to that model, with these changes to its inputs; null
 *       takes an input, or a field of one, away. {@code with}: further fields of the request.
 *   <li>{@code json} or {@code text}: a body of its own.
 *   <li>{@code binary}: what follows the JSON, in hexadecimal digits. {@code encoding}: gzip or deflate.
 * </ul>
 */
final class Request {

    private static final String HEAD_LENGTH = "Inference-Header-Content-Length";
    private static final JsonMapper JSON = new JsonMapper();

    private static final String NUMBERS = """
            {"x": {"shape": [2, 2], "datatype": "FP32", "data": [3.5, 1.5, 1.25, 3.25]}}
            """;
    private static final String COLUMNS = """
            {
              "fp32": {"shape": [2, 1], "datatype": "FP32", "data": [1.5, -2.25]},
              "fp64": {"shape": [2, 1], "datatype": "FP64", "data": [0.1, 1e300]},
              "int32": {"shape": [2, 1], "datatype": "INT32", "data": [-2147483648, 2147483647]},
              "int64": {"shape": [2, 1], "datatype": "INT64", "data": [1, 2]},
              "bool": {"shape": [2, 1], "datatype": "BOOL", "data": [true, false]},
              "bytes": {"shape": [2, 1], "datatype": "BYTES", "data": ["a", "b"]}
            }
            """;

    private Request() {}

    static HttpRequest of(JsonNode described, URI server) {
        byte[] head = head(described);
        byte[] body = encoded(body(described, head), described.path("encoding").asString(""));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.resolve(described.get("path").asString()))
                .timeout(Duration.ofSeconds(30))
                .method(
                        described.get("method").asString(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers(described, head.length).properties().stream()
                .filter(header -> !header.getValue().asString().isEmpty())
                .forEach(header ->
                        request.header(header.getKey(), header.getValue().asString()));
        return request.build();
    }

    private static ObjectNode headers(JsonNode described, int headLength) {
        ObjectNode headers = JSON.createObjectNode();
        if (described.has("binary")) {
            headers.put("Content-Type", "application/octet-stream").put(HEAD_LENGTH, Integer.toString(headLength));
        } else if (headLength > 0) {
            headers.put("Content-Type", "application/json");
        }
        if (described.has("encoding")) {
            headers.put("Content-Encoding", described.get("encoding").asString());
        }
        for (Map.Entry<String, JsonNode> header : described.path("headers").properties()) {
            headers.set(header.getKey(), header.getValue());
        }
        return headers;
    }

    private static byte[] head(JsonNode described) {
        String head = "";
        if (described.has("numbers")) {
            head = usual(NUMBERS, described.get("numbers"), described);
        } else if (described.has("columns")) {
            head = usual(COLUMNS, described.get("columns"), described);
        } else if (described.has("json")) {
            head = described.get("json").toString();
        } else if (described.has("text")) {
            head = described.get("text").asString();
        }
        return head.getBytes(StandardCharsets.UTF_8);
    }

    private static String usual(String inputs, JsonNode changes, JsonNode described) {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode list = request.putArray("inputs");
        ObjectNode changed = (ObjectNode) JSON.readTree(inputs);
        change(changed, changes);
        for (Map.Entry<String, JsonNode> input : changed.properties()) {
            ObjectNode named = list.addObject().put("name", input.getKey());
            named.setAll((ObjectNode) input.getValue());
        }
        change(request, described.path("with"));
        return request.toString();
    }

    private static void change(ObjectNode target, JsonNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                target.remove(change.getKey());
            } else if (change.getValue().isObject()
                    && target.path(change.getKey()).isObject()) {
                change((ObjectNode) target.get(change.getKey()), change.getValue());
            } else {
                target.set(change.getKey(), change.getValue());
            }
        }
    }

    private static byte[] body(JsonNode described, byte[] head) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(head);
        body.writeBytes(bytes(described.path("binary").asString("")));
        return body.toByteArray();
    }

    /** What these hexadecimal digits stand for; blanks between them are for the reader. */
    static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] encoded(byte[] body, String encoding) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (encoding) {
                    case "gzip" -> new GZIPOutputStream(encoded);
                    case "deflate" -> new DeflaterOutputStream(encoded);
                    default -> encoded;
                }) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return encoded.toByteArray();
    }
}
