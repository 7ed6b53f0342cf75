package dev.onward.protocol.oip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.WebApp;
import dev.onward.model.ConstantModel;
import dev.onward.model.EchoModel;
import dev.onward.runtime.Datatype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol over HTTP: what is about the server, errors, and compressed bodies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {

    private static final String ONE =
            "{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 1], \"datatype\": \"FP32\", \"data\": [1]}]}";

    @TempDir
    private static Path folder = Path.of("");

    private WebApp server;

    private Http http;

    @BeforeAll
    void serve() throws IOException {
        Files.copy(Path.of("model.onnx"), folder.resolve("banknote.onnx"));
        for (int version = 1; version <= 2; version++) {
            Path model = Files.createDirectories(folder.resolve("m").resolve(Integer.toString(version)));
            Files.write(model.resolve("model.onnx"), ConstantModel.plain(version));
        }
        Files.write(folder.resolve("echo.onnx"), EchoModel.bytes(Datatype.FP32, -1, 1));
        Files.write(folder.resolve("broken.onnx"), new byte[] {1});
        server = WebApp.serve("--models", folder.toString(), "--body-limit", "64KiB");
        http = Http.to(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v2/health/live                | {"live":true}
            /v2/health/ready               | {"live":true,"ready":true}
            /v2/models                     | {"models":["banknote","echo","m"]}
            /v2/models/m/ready             | {"name":"m","ready":true}
            /v2/models/m/versions/1/ready  | {"name":"m","ready":true}
            """)
    void tellsOfItself(String path, String body) {
        Answer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void saysWhatItIs() {
        assertThat(http.get("/v2").body())
                .matches(
                        "\\{\"name\":\"onward\",\"version\":\"[0-9.]+[^\"]*\",\"extensions\":\\[\"binary_tensor_data\","
                                + "\"classification\",\"model_repository\",\"statistics\"]}");
        assertThat(http.get("/v2/").body()).isEqualTo(http.get("/v2").body());
        assertThat(http.get("/v2/models/banknote").body())
                .startsWith("{\"name\":\"banknote\",\"versions\":[\"1\"],\"platform\":\"onnx_onnxv1\",\"inputs\":"
                        + "[{\"name\":\"variance\",\"datatype\":\"FP32\",\"shape\":[-1,1]},")
                .contains("\"outputs\":[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                        + "{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
                        + "{\"name\":\"contributions\",\"datatype\":\"FP64\",\"shape\":[-1,4]}]")
                .contains("\"labels:probabilities\":\"[\\\"0\\\",\\\"1\\\"]\"");
        assertThat(http.get("/v2/models/m").json().get("versions").toString()).isEqualTo("[\"1\",\"2\"]");
    }

    @Test
    void infersWithAndWithoutAVersion() {
        assertThat(http.postJson("/v2/models/m/infer", ONE).body())
                .isEqualTo("{\"model_name\":\"m\",\"model_version\":\"2\",\"outputs\":[{\"name\":\"y\",\"datatype\":"
                        + "\"FP32\",\"shape\":[1,1],\"data\":[2.0]}]}");
        assertThat(http.postJson("/v2/models/m/versions/1/infer", ONE).body())
                .contains("\"model_version\":\"1\"", "\"data\":[1.0]");
        assertThat(http.send("POST", "/v2/models/m/infer", BodyPublishers.ofString(ONE))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void namesWhatIsNotServedInTheIndex() {
        assertThat(http.send("POST", "/v2/repository/index", BodyPublishers.noBody())
                        .body())
                .startsWith("[{\"name\":\"banknote\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"},")
                .contains("{\"name\":\"m\",\"version\":\"2\",\"state\":\"READY\",\"reason\":\"\"}")
                .contains("{\"name\":\"broken\",\"state\":\"UNAVAILABLE\",\"reason\":\"broken.onnx: not an ONNX model");
        assertThat(http.postJson("/v2/repository/index", "{\"ready\": true}").body())
                .doesNotContain("UNAVAILABLE");
    }

    @Test
    void countsWhatItIsAsked() {
        String before = http.get("/v2/models/echo/stats").body();
        http.postJson(
                "/v2/models/echo/infer",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [3, 1], \"datatype\": \"FP32\", \"data\": [1, 2, 3]}]}");
        http.postJson("/v2/models/echo/infer", "{}");

        Answer after = http.get("/v2/models/echo/stats");

        assertThat(before).contains("\"inference_count\":0,\"execution_count\":0,");
        assertThat(after.body())
                .contains("\"inference_count\":3,\"execution_count\":1,")
                .containsPattern("\"success\":\\{\"count\":1,\"ns\":[1-9]\\d*}")
                .containsPattern("\"queue\":\\{\"count\":1,\"ns\":[1-9]\\d*}")
                .containsPattern("\"compute_infer\":\\{\"count\":1,\"ns\":[1-9]\\d*}")
                .containsPattern("\"fail\":\\{\"count\":1,\"ns\":[1-9]\\d*}");
        assertThat(http.get("/v2/models/stats").json().get("model_stats").size())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET    | /v2/nothing                    |    | 404 | no resource found at /v2/nothing
            GET    | /v2/models/x                   |    | 404 | there is no model "x"; available: banknote, echo, m
            GET    | /v2/models/x/ready             |    | 404 | there is no model "x"; available: banknote, echo, m
            POST   | /v2/models/x/infer             | {} | 404 | there is no model "x"; available: banknote, echo, m
            GET    | /v2/models/m/versions/3        |    | 404 | this model has no version "3"; available: 1, 2
            GET    | /v2/models/m/version/1         |    | 404 | no resource found at /v2/models/m/version/1
            GET    | /v2/models/m/nothing           |    | 404 | no resource found at /v2/models/m/nothing
            GET    | /v2/models/m/infer             |    | 405 | expected one of the methods OPTIONS, POST, got GET
            DELETE | /v2                            |    | 405 | expected one of the methods GET, HEAD, OPTIONS, got DELETE
            POST   | /v2/models/m/infer             | {  | 400 | line 1, column 2: expected \"}\", got the end of the JSON
            POST   | /v2/models/m/infer             | {} | 400 | input "x" is missing
            POST   | /v2/repository/index           | {  | 400 | line 1, column 2: expected \"}\", got the end of the JSON
            POST   | /v2/repository/index           | [] | 400 | line 1, column 1: expected an object, got an array
            POST   | /v2/repository/index           | {"ready": 1} | 400 | ready: expected true or false, got a number
            POST   | /v2/repository/index           | {} {} | 400 | line 1, column 4: expected the end of the JSON, got more text
            POST   | /v2/repository/models/m/load   | {} | 501 | models cannot be loaded or unloaded by a request; add files to the models folder or remove them from it
            """)
    void tellsErrorsAsTheProtocolDoes(String method, String path, String body, int status, String error) {
        Answer answer = http.send(
                method,
                path,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                "Accept",
                "text/html");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.json().properties()).hasSize(1);
        assertThat(answer.json().get("error").asString()).isEqualTo(error);
    }

    @Test
    void takesCompressedBodiesWithinTheLimit() throws IOException {
        byte[] small = ONE.getBytes(StandardCharsets.UTF_8);
        byte[] large = (" ".repeat(1 << 20) + ONE).getBytes(StandardCharsets.UTF_8);

        assertThat(post(gzip(small), "gzip").status()).isEqualTo(200);
        assertThat(post(deflate(small), "deflate").status()).isEqualTo(200);
        assertThat(post(gzip(large), "gzip"))
                .extracting(Answer::status, Answer::body)
                .containsExactly(413, "{\"error\":\"expected a body of at most 65536 bytes, got more\"}");
        // A container may have inflated it, and passed the header on.
        assertThat(post(small, "gzip").status()).isEqualTo(200);
        assertThat(post(new byte[] {1, 2, 3}, "gzip"))
                .extracting(Answer::status, Answer::body)
                .containsExactly(
                        400, "{\"error\":\"expected a body compressed with gzip, got data that is not valid gzip\"}");
        assertThat(post(repeated(gzip(new byte[0]), 3_200), "gzip").status()).isEqualTo(400);
        assertThat(post(repeated(gzip(new byte[0]), 3_300), "gzip").status()).isEqualTo(413);
        assertThat(post(small, "br"))
                .extracting(Answer::status, Answer::body)
                .containsExactly(415, "{\"error\":\"expected a Content-Encoding of gzip, deflate or none, got br\"}");
        assertThat(post(Arrays.copyOf(gzip(small), 30), "gzip").status()).isEqualTo(400);
        assertThat(post(Arrays.copyOf(large, 65_600), "identity").status()).isEqualTo(413);
    }

    @Test
    void refusesAHeaderThatIsNoLength() {
        for (String length : new String[] {"x", "-1", "1.5", "99999999999"}) {
            Answer answer = http.postJson("/v2/models/m/infer", ONE, "Inference-Header-Content-Length", length);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo("{\"error\":\"Inference-Header-Content-Length: expected a number of bytes below 2^31,"
                            + " got \\\"" + length + "\\\"\"}");
        }
        assertThat(http.postJson("/v2/models/m/infer", ONE, "Inference-Header-Content-Length", "9999")
                        .json()
                        .get("error")
                        .asString())
                .isEqualTo("expected 9999 bytes of JSON, got a body of " + ONE.length() + " bytes");
    }

    /** What follows a tensor that is refused is found by inflating it, and that too is held to the limit. */
    @Test
    void inflatesNoMoreThanTheLimitToSkipATensor() throws IOException {
        String json = "{\"inputs\": [{\"name\": \"z\", \"shape\": [1], \"datatype\": \"FP32\", \"parameters\":"
                + " {\"binary_data_size\": 2000000000}}]}";
        byte[] body = Arrays.copyOf(json.getBytes(StandardCharsets.UTF_8), 1 << 20);
        byte[] compressed = gzip(body);

        assertThat(postTensors(compressed, json.length()))
                .extracting(Answer::status, Answer::body)
                .containsExactly(413, "{\"error\":\"expected a body of at most 65536 bytes, got more\"}");
        assertThat(postTensors(Arrays.copyOf(compressed, 150), json.length()).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2;a=b/nothing", "/%76%32/nothing", "/x/../v2/nothing"})
    void tellsErrorsAsTheProtocolDoesHoweverThePathIsWritten(String path) throws IOException {
        URI address = server.url();
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("Content-Type: application/json\r\n")
                    .endsWith("{\"error\":\"no resource found at " + path + "\"}");
        }
    }

    private Answer postTensors(byte[] body, int jsonLength) {
        return http.send(
                "POST",
                "/v2/models/m/infer",
                BodyPublishers.ofByteArray(body),
                "Content-Encoding",
                "gzip",
                "Inference-Header-Content-Length",
                Integer.toString(jsonLength));
    }

    private Answer post(byte[] body, String encoding) {
        return http.send("POST", "/v2/models/m/infer", BodyPublishers.ofByteArray(body), "Content-Encoding", encoding);
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = new GZIPOutputStream(out)) {
            compressed.write(body);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = new DeflaterOutputStream(out)) {
            compressed.write(body);
        }
        return out.toByteArray();
    }
}
