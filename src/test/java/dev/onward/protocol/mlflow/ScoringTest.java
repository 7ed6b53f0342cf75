package dev.onward.protocol.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MLflow's formats, and those of KServe's first protocol, on the shipped model. */
class ScoringTest {

    private static final String NAMES = "[\"variance\", \"skewness\", \"curtosis\", \"entropy\"]";
    private static final String ROWS = "[[3.6216, 8.6661, -2.8073, -0.44699], [-1.3971, 3.3191, -1.3927, -1.9948]]";

    private final Http http = Http.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dataframe_split\": {\"columns\": " + NAMES + ", \"index\": [0, 1], \"data\": " + ROWS + "}}",
                "{\"dataframe_split\": {\"data\": " + ROWS + ", \"columns\": " + NAMES + "}, \"params\": {}}",
                "{\"dataframe_records\": [" + BankNotes.GENUINE + ", " + BankNotes.FORGED + "]}",
                "{\"instances\": [" + BankNotes.GENUINE + ", " + BankNotes.FORGED + "]}",
                "{\"instances\": " + ROWS + "}",
                "{\"inputs\": " + ROWS + "}",
                "{\"inputs\": {\"variance\": [3.6216, -1.3971], \"skewness\": [8.6661, 3.3191],"
                        + " \"curtosis\": [-2.8073, -1.3927], \"entropy\": [-0.44699, -1.9948]}}",
            })
    void answersEveryFormOfRowsInJson(String json) {
        for (String path : new String[] {"/invocations", "/models/banknote/invocations"}) {
            Answer answer = http.postJson(path, json);

            assertThat(answer.body()).isEqualTo("{\"predictions\":[\"0\",\"1\"]}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.contentType()).isEqualTo("application/json");
            assertThat(answer.header("Onward-Model")).contains("banknote");
            assertThat(answer.header("Onward-Version")).contains("1");
        }
    }

    @Test
    void answersCsvWithJson() {
        Answer answer = http.postCsv("/invocations", """
                note,variance,skewness,curtosis,entropy
                A17,3.6216,8.6661,-2.8073,-0.44699
                A18,-1.3971,3.3191,-1.3927,-1.9948
                """);

        assertThat(answer.body()).isEqualTo("{\"predictions\":[\"0\",\"1\"]}");
        assertThat(answer.contentType()).isEqualTo("application/json");
    }

    @Test
    void answersKservesProtocolWhateverTheTypeIsSaidToBe() {
        String path = "/v1/models/banknote:predict";
        String json = "{\"instances\": " + ROWS + "}";

        assertThat(http.postJson(path, json).body()).isEqualTo("{\"predictions\":[\"0\",\"1\"]}");
        assertThat(http.postForm(path, json).body()).isEqualTo("{\"predictions\":[\"0\",\"1\"]}");
        assertThat(http.send("POST", path, BodyPublishers.ofString(json)).body())
                .isEqualTo("{\"predictions\":[\"0\",\"1\"]}");
    }

    @Test
    void listsModelsAndTheirReadinessAsKserveDoes() {
        assertThat(http.get("/v1/models").body()).isEqualTo("{\"models\":[\"banknote\"]}");
        assertThat(http.get("/v1/models/banknote").body()).isEqualTo("{\"name\":\"banknote\",\"ready\":true}");
        assertThat(http.get("/v1/models/banknote").contentType()).isEqualTo("application/json");
    }

    @Test
    void saysAsMlflowDoesThatItIsReady() {
        for (String path : new String[] {"/ping", "/health"}) {
            Answer answer = http.get(path);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("\n");
            assertThat(answer.contentType()).isEqualTo("text/plain;charset=utf-8");
        }
    }

    @Test
    void saysItsOwnVersion() {
        Answer answer = http.get("/version");

        assertThat(answer.body())
                .isEqualTo(http.get("/v2").json().get("version").asString());
        assertThat(answer.contentType()).isEqualTo("text/plain;charset=utf-8");
    }

    @Test
    void tellsMlflowsClientsEveryProblemAtOnce() {
        Answer answer = http.postJson(
                "/invocations",
                "{\"dataframe_split\": {\"columns\": " + NAMES + ", \"data\": [[1, 2, 3], [NaN, \"a\", 1e999, 4]]}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"error_code\":\"BAD_REQUEST\","
                        + "\"message\":\"row 1: expected 4 values, one for each column, got 3 (and 3 more)\","
                        + "\"total\":4,\"problems\":["
                        + "{\"row\":1,\"message\":\"expected 4 values, one for each column, got 3\"},"
                        + "{\"row\":2,\"feature\":\"variance\",\"message\":\"expected a number, got NaN\"},"
                        + "{\"row\":2,\"feature\":\"skewness\","
                        + "\"message\":\"expected a number, got the string \\\"a\\\"\"},"
                        + "{\"row\":2,\"feature\":\"curtosis\",\"message\":\"expected a number from"
                        + " -3.4028235E38 to 3.4028235E38, got 1e999\"}]}");
    }

    @Test
    void tellsKservesClientsEveryProblemInOneText() {
        Answer answer = http.postJson("/v1/models/banknote:predict", "{\"instances\": [[1, 2, 3], 7]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"row 1: expected 4 values, one for each feature, got 3;"
                        + " row 2: expected an object or an array of 4 values, got a number\"}");
    }

    @Test
    void tellsKservesClientsHowManyProblemsThereAre() {
        String rows = "[1],".repeat(149) + "[1]";

        String error = http.postJson("/v1/models/banknote:predict", "{\"instances\": [" + rows + "]}")
                .json()
                .get("error")
                .asString();

        assertThat(error).endsWith("; row 100: expected 4 values, one for each feature, got 1; … (150 in all)");
    }

    @Test
    void readsCsvAllOrNothing() {
        Answer answer = http.postCsv(
                "/invocations", "variance,skewness,curtosis,entropy\n3.6216,8.6661,-2.8073,-0.44699\n1,2,3,\n1,2\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo("{\"error_code\":\"BAD_REQUEST\","
                        + "\"message\":\"line 3, entropy: expected a number, got nothing (and 1 more)\","
                        + "\"total\":2,\"problems\":["
                        + "{\"line\":3,\"feature\":\"entropy\",\"message\":\"expected a number, got nothing\"},"
                        + "{\"line\":4,\"message\":\"expected 4 cells, got 2\"}]}");
    }

    @Test
    void tellsLineAndColumnOfMalformedJson() {
        assertThat(http.postJson("/invocations", "{\"instances\": [[1, 2").body())
                .isEqualTo("{\"error_code\":\"BAD_REQUEST\",\"message\":"
                        + "\"line 1, column 21: expected \\\"]\\\", got the end of the JSON\"}");
        assertThat(http.postJson("/v1/models/banknote:predict", "").body())
                .isEqualTo("{\"error\":\"line 1, column 1: expected an object with exactly one of"
                        + " \\\"instances\\\" and \\\"inputs\\\", got nothing\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.apache.parquet  | expected a Content-Type of application/json or text/csv, got application/vnd.apache.parquet",
                "application/json; charset=utf-7 | expected the character set utf-8, got utf-7",
            })
    void refusesOtherTypes(String type, String message) {
        Answer answer = http.send("POST", "/invocations", BodyPublishers.ofString("{}"), "Content-Type", type);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).isEqualTo("{\"error_code\":\"BAD_REQUEST\",\"message\":\"" + message + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET  | /invocations                 | 405 | {\"error_code\":\"BAD_REQUEST\",\"message\":\"expected one of the methods OPTIONS, POST, got GET\"}",
                "POST | /models/x/invocations        | 404 | {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"there is no model \\\"x\\\"; available: banknote; see /models\"}",
                "POST | /models/banknote/versions/2/invocations | 404 | {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"this model has no version \\\"2\\\"; available: 1; see /models\"}",
                "POST | /models/a/b/invocations      | 404 | {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no resource found at /models/a/b/invocations\"}",
                "GET  | /v1/models/banknote:predict  | 405 | {\"error\":\"expected one of the methods OPTIONS, POST, got GET\"}",
                "POST | /v1/models/banknote:classify | 405 | {\"error\":\"expected one of the methods GET, HEAD, OPTIONS, got POST\"}",
                "POST | /v1/models/x:predict         | 404 | {\"error\":\"there is no model \\\"x\\\"; available: banknote; see /models\"}",
                "GET  | /v1/models/x                 | 404 | {\"error\":\"there is no model \\\"x\\\"; available: banknote; see /models\"}",
                "GET  | /v1/models/                  | 404 | {\"error\":\"no resource found at /v1/models/\"}",
                "GET  | /v1/models/a/b               | 404 | {\"error\":\"no resource found at /v1/models/a/b\"}",
                "POST | /v1/models/:predict          | 405 | {\"error\":\"expected one of the methods GET, HEAD, OPTIONS, got POST\"}",
                "GET  | /v1                          | 404 | {\"error\":\"no resource found at /v1\"}",
            })
    void tellsEachClientWhatIsNotThereAsItReadsErrors(String method, String path, int status, String body) {
        Answer answer = http.send(method, path, BodyPublishers.ofString(""), "Content-Type", "application/json");

        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/json");
    }

    @Test
    void answersProblemDetailsElsewhere() {
        assertThat(http.get("/v1x").contentType()).isEqualTo("application/problem+json");
        assertThat(http.get("/invocations/x").contentType()).isEqualTo("application/problem+json");
    }

    @Test
    void holdsBodiesAndRowsToTheirLimits() {
        byte[] body = new byte[(16 << 20) + 10_000];
        Arrays.fill(body, (byte) ' ');
        String row = "[1, 2, 3, 4]";
        String rows = "{\"instances\": [" + (row + ",").repeat(100_000) + row + "]}";
        String lines = "variance,skewness,curtosis,entropy\n" + "1,2,3,4\n".repeat(100_001);

        for (String path : new String[] {"/invocations", "/v1/models/banknote:predict"}) {
            Answer chunked = http.send(
                    "POST",
                    path,
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                    "Content-Type",
                    "application/json");

            assertThat(chunked.status()).isEqualTo(413);
            assertThat(chunked.body()).contains("\"expected a body of at most 16777216 bytes, got more\"");
            Answer many = http.postJson(path, rows);
            assertThat(many.status()).isEqualTo(413);
            assertThat(many.body()).contains("\"expected at most 100000 rows, got more\"");
        }
        assertThat(http.postCsv("/invocations", lines).body())
                .isEqualTo("{\"error_code\":\"BAD_REQUEST\",\"message\":\"expected at most 100000 rows, got more\"}");
        assertThat(http.send(
                                "POST",
                                "/invocations",
                                BodyPublishers.ofByteArray("variance\n\u00e9".getBytes(StandardCharsets.ISO_8859_1)),
                                "Content-Type",
                                "text/csv")
                        .status())
                .isEqualTo(400);
    }
}
