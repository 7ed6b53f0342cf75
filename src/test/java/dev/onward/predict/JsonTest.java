package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.BankNotes;
import dev.onward.Http;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class JsonTest {

    private final Http http = Http.shared();

    /** The suites for containers and replicas compare whole bodies with these constants. */
    @Test
    void addsTheObservedShareOfTheShippedModel() {
        assertThat(Http.shared().postJson("/predict", BankNotes.GENUINE).body())
                .endsWith("}," + BankNotes.OBSERVED_GENUINE + "}");
        assertThat(Http.shared().postJson("/predict", BankNotes.FORGED).body())
                .endsWith("}," + BankNotes.OBSERVED_FORGED + "}");
    }

    @Test
    void answersOneObjectWithOne() {
        Http.Answer answer = http.postJson("/predict", BankNotes.GENUINE);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.body())
                .startsWith("{\"model\":\"banknote\",\"version\":\"1\",\"label\":\"0\",\"title\":\"genuine\","
                        + "\"probabilities\":{\"0\":0.99");
        assertSumsToOne(answer.json());
    }

    @Test
    void answersAnArrayWithAnArrayInItsOrder() {
        JsonNode answers = http.postJson("/predict", "[" + BankNotes.FORGED + "," + BankNotes.GENUINE + "]")
                .json();

        assertThat(answers.size()).isEqualTo(2);
        assertThat(answers.get(0).get("title").asString()).isEqualTo("forged");
        assertThat(answers.get(1).get("title").asString()).isEqualTo("genuine");
    }

    @Test
    void answersEachRowOfAnArrayAsIfItWereAlone() {
        List<String> rows = List.of(BankNotes.FORGED, BankNotes.GENUINE, BankNotes.FORGED);

        assertThat(http.postJson("/predict", rows.toString()).body())
                .isEqualTo(rows.stream()
                        .map(row -> http.postJson("/predict", row).body())
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void answersAnEmptyArrayWithAnEmptyArray() {
        assertThat(http.postJson("/predict", "[]").body()).isEqualTo("[]");
    }

    @Test
    void answersAQueryStringAndAFormPostAsTheTutorialsDo() {
        String fields = "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699";
        String expected = http.postJson("/predict", BankNotes.GENUINE).body();

        assertThat(http.get("/predict?" + fields).body()).isEqualTo(expected);
        assertThat(http.postForm("/predict", fields).body()).isEqualTo(expected);
    }

    @Test
    void answersWithCsvWhereThatIsPreferred() {
        Http.Answer answer = http.postJson("/predict", BankNotes.GENUINE, "Accept", "text/csv");

        assertThat(answer.contentType()).isEqualTo("text/csv;charset=utf-8");
        assertThat(answer.body())
                .startsWith("variance,skewness,curtosis,entropy,label,probability_0,probability_1,error\r\n"
                        + "3.6216,8.6661,-2.8073,-0.44699,0,0.99");
    }

    @Test
    void namesEveryProblemAtOnce() {
        Http.Answer answer = http.postJson(
                "/predict",
                "{\"variance\": \"3.6\", \"skewnes\": 1, \"curtosis\": null, \"variance\": 2}",
                "X-Request-Id",
                "7");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"title\":\"Bad Request\",\"status\":400,"
                                + "\"detail\":\"variance: expected a number, got the string \\\"3.6\\\" (and 5 more)\","
                                + "\"total\":6,\"problems\":["
                                + "{\"feature\":\"variance\",\"message\":\"expected a number, got the string \\\"3.6\\\"\"},"
                                + "{\"message\":\"unknown feature \\\"skewnes\\\"\",\"suggestion\":\"skewness\"},"
                                + "{\"feature\":\"curtosis\",\"message\":\"expected a number, got null\"},"
                                + "{\"feature\":\"variance\",\"message\":\"given twice\"},"
                                + "{\"feature\":\"skewness\",\"message\":\"expected a number, got nothing\"},"
                                + "{\"feature\":\"entropy\",\"message\":\"expected a number, got nothing\"}],\"request_id\":\"7\"}");
    }

    @Test
    void namesTheRowsOfABatchAndAnswersNone() {
        Http.Answer answer = http.postJson(
                "/predict",
                "[" + BankNotes.GENUINE
                        + ", 3, {\"variance\": NaN, \"skewness\": 1e999, \"curtosis\": 1e39, \"entropy\": 1}]");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").toString())
                .isEqualTo("[{\"row\":2,\"message\":\"expected an object, got a number\"},"
                        + "{\"row\":3,\"feature\":\"variance\",\"message\":\"expected a number, got \\\"NaN\\\"\"},"
                        + "{\"row\":3,\"feature\":\"skewness\",\"message\":\"expected a number from"
                        + " -3.4028235E38 to 3.4028235E38, got 1e999\"},"
                        + "{\"row\":3,\"feature\":\"curtosis\",\"message\":\"expected a number from"
                        + " -3.4028235E38 to 3.4028235E38, got 1e39\"}]");
    }

    @Test
    void listsAtMostAHundredProblemsAndSaysHowManyThereAre() {
        String rows = "{},".repeat(49) + "{}";

        JsonNode answer = http.postJson("/predict", "[" + rows + "]").json();

        assertThat(answer.get("total").asInt()).isEqualTo(200);
        assertThat(answer.get("problems").size()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"variance\": 1,        | 1 | 16",
                "{\"variance\": 1}} x     | 1 | 16",
                "[{\"variance\": 01}]     | 1 | 16",
                "'{\"variance\": 1,\n 2}' | 2 | 2",
            })
    void tellsLineAndColumnOfMalformedJson(String json, int line, int column) {
        Http.Answer answer = http.postJson("/predict", json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("line").asInt()).isEqualTo(line);
        assertThat(answer.json().get("column").asInt()).isEqualTo(column);
        assertThat(answer.json().get("detail").asString()).startsWith("line " + line + ", column " + column + ": ");
    }

    @Test
    void readsABodyWithAByteOrderMark() {
        assertThat(http.postJson("/predict", "\uFEFF" + BankNotes.GENUINE).status())
                .isEqualTo(200);
    }

    @Test
    void refusesMoreRowsThanAllowed() {
        Http.Answer answer = http.postJson("/predict", "[" + "{},".repeat(100_000) + "{}]");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("detail").asString()).isEqualTo("expected at most 100000 rows, got more");
    }

    /** Bodies that declare a length over the limit are refused before they are read; see RefusedBodyTest. */
    @Test
    void refusesABodyOverTheLimitIfItsLengthIsNotDeclared() {
        byte[] body = new byte[(16 << 20) + 10_000];
        Arrays.fill(body, (byte) ' ');

        Http.Answer chunked = http.send(
                "POST",
                "/predict",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)),
                "Content-Type",
                "application/json");

        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.json().get("detail").asString())
                .isEqualTo("expected a body of at most 16777216 bytes, got more");
    }

    @Test
    void answersValuesFarOutsideTheTrainingDataWithFiniteNumbers() {
        JsonNode answer = http.postJson(
                        "/predict", "{\"variance\": 1e38, \"skewness\": -1e38, \"curtosis\": 3e38, \"entropy\": 1e30}")
                .json();

        assertSumsToOne(answer);
    }

    private static void assertSumsToOne(JsonNode answer) {
        double sum = 0;
        for (JsonNode probability : answer.get("probabilities")) {
            assertThat(probability.isNumber()).isTrue();
            sum += probability.asDouble();
        }
        // Each is rounded to a 32-bit float.
        assertThat(sum).isCloseTo(1, within(1e-6));
    }
}
