package dev.onward.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Log;
import dev.onward.WebApp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeysTest {

    /** The hashes of the texts "open sesame" and "knock knock". */
    private static final String KEYS = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb,"
            + "who:22f144cd3dfbda13d5750c8d851180be375e1815506ff612458880f788e5e5be";

    private WebApp server;
    private Http http = Http.shared();

    @BeforeAll
    void start() {
        server = WebApp.serve("--api-keys", KEYS, "--metrics", "key");
        http = Http.to(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/predict",
                "/models/banknote/predict",
                "/models/banknote/versions/1/predict",
                "/",
                "/v2/models/banknote/infer"
            })
    void asksForAKeyBeforeItPredicts(String path) {
        Answer answer = http.postJson(path, BankNotes.GENUINE);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .contains("Basic realm=\"Onward\", charset=\"UTF-8\", Bearer realm=\"Onward\"");
        assertThat(answer.body()).contains("expected an API key (Authorization: Bearer …, or X-Api-Key), got none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization | Bearer open sesame",
                "Authorization | bearer   open sesame",
                "X-Api-Key     | open sesame",
                "X-Api-Key     | knock knock",
            })
    void letsInWhoShowsOneOfThem(String header, String value) {
        Answer answer = http.postJson("/predict", BankNotes.GENUINE, header, value);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"title\":\"genuine\"");
    }

    @Test
    void letsInABrowserThatAskedItsUserForIt() {
        Answer answer = http.postForm(
                "/",
                "variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699",
                "Authorization",
                "Basic " + base64("anyone:knock knock"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("genuine");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Authorization | Bearer closed sesame",
                "Authorization | Bearer 41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb",
                "X-Api-Key     | OPEN SESAME",
                "X-Api-Key     | ali",
            })
    void refusesAnyOther(String header, String value) {
        Answer answer = http.postJson("/predict", BankNotes.GENUINE, header, value);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("detail").asString()).isEqualTo("expected a valid API key, got an unknown one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic !", "Basic bm9jb2xvbg==", "Bearer", "Digest open sesame", "open sesame"})
    void takesWhatIsNoKeyForNone(String authorization) {
        Answer answer = http.postJson("/predict", BankNotes.GENUINE, "Authorization", authorization);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().get("detail").asString()).endsWith("got none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/models",
                "/models/banknote",
                "/health/live",
                "/health/ready",
                "/v2",
                "/v2/health/ready",
                "/v2/models/banknote",
                "/static/onward.css"
            })
    void leavesOpenWhatPredictsNothing(String path) {
        assertThat(http.get(path).status()).isEqualTo(200);
    }

    @Test
    void asksForAKeyBeforeItShowsMetricsIfThatIsSet() {
        assertThat(http.get("/metrics").status()).isEqualTo(401);
        assertThat(http.get("/metrics", "X-Api-Key", "open sesame").status()).isEqualTo(200);
    }

    @Test
    void closesTheConnectionOfAStrangerWhoseBodyItDoesNotRead() throws IOException {
        assertThat(http.postCsv("/predict", "x").header("Connection")).contains("close");

        try (Socket stranger = new Socket(server.url().getHost(), server.url().getPort())) {
            OutputStream out = stranger.getOutputStream();
            out.write("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n".getBytes(US_ASCII));
            // As much as the server reads before it asks who sends it. The connection may be closed before more is
            // sent.
            out.write(new byte[16 << 10]);

            assertThat(new String(stranger.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void showsLinesToPasteWithAKey() {
        assertThat(http.get("/", "Accept", "text/html").body()).contains("X-Api-Key: KEY");
        assertThat(Http.shared().get("/", "Accept", "text/html").body()).doesNotContain("X-Api-Key");
    }

    @Test
    void namesTheKeyInTheLogAndNeverItself() {
        http.postJson("/predict", BankNotes.GENUINE, "X-Api-Key", "open sesame", "X-Request-Id", "keyed-1");

        assertThat(Log.access("keyed-1").get(0).line().get("key").asString()).isEqualTo("ali");
        assertThat(Log.text()).doesNotContain("sesame");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
