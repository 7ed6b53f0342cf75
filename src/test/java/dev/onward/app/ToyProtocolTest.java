package dev.onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Log;
import dev.onward.WebApp;
import dev.onward.openapi.OpenApi;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A new protocol takes one package and one line, as docs/architecture.md shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToyProtocolTest {

    private static final String TWO_ROWS = "[" + BankNotes.GENUINE + "," + BankNotes.FORGED + "]";

    private Path webapp = Path.of("");
    private WebApp server;
    private Http http;

    @BeforeAll
    void serve(@TempDir Path folder) throws IOException {
        webapp = WebApp.copyWebResource(folder.resolve("webapp"));
        Path descriptor = webapp.resolve("WEB-INF/web.xml");
        Files.writeString(
                descriptor,
                Files.readString(descriptor).replace(Application.class.getName(), ApplicationWithToy.class.getName()));
        server = WebApp.start(webapp);
        http = Http.to(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "src/test/java/dev/onward/protocol/toy/ToyRoutes.java",
        "src/test/resources/dev/onward/protocol/toy/openapi.json"
    })
    void isShownInFullInTheDocument(Path file) throws IOException {
        assertThat(Files.readString(Path.of("docs/architecture.md"))).contains("\n" + Files.readString(file) + "```\n");
    }

    @Test
    void takesTheLineThatTheDocumentShows() throws IOException {
        String line = "ToyRoutes.slice(wiring.leases(), wiring.settings())";

        assertThat(Files.readString(Path.of("docs/architecture.md"))).contains("\n+                " + line + ",\n");
        assertThat(Files.readString(Path.of("src/test/java/dev/onward/app/ApplicationWithToy.java")))
                .contains("(" + line + ");\n");
    }

    @Test
    void predicts() {
        Answer answer = http.postJson("/toy/banknote", TWO_ROWS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0\n1\n");
        assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /toy/nothing  | 404 | there is no model "nothing"; available: banknote
            POST   | /toy/banknote | 400 | variance: expected a number, got nothing (and 3 more)
            GET    | /toy/banknote | 405 | expected one of the methods OPTIONS, POST, got GET
            GET    | /toy          | 404 | no resource found at /toy
            GET    | /toy/a/b      | 404 | no resource found at /toy/a/b
            """)
    void answersErrorsInItsOwnFormat(String method, String path, int status, String detail) {
        Answer answer = http.send(method, path, BodyPublishers.ofString("{}"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("toy error " + status + ": " + detail + "\n");
        assertThat(http.get("/toys").contentType()).isEqualTo("application/problem+json");
    }

    @Test
    void tellsItsMethods() {
        Answer options = http.send("OPTIONS", "/toy/banknote", BodyPublishers.noBody());

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).contains("OPTIONS, POST");
    }

    @Test
    void isLoggedAndCountedByItsTemplate() {
        http.postJson("/toy/banknote", TWO_ROWS, "X-Request-Id", "toy-1");

        JsonNode line = Log.access("toy-1").get(0).line();
        assertThat(line.get("route").asString()).isEqualTo("/toy/{model}");
        assertThat(line.get("model").asString()).isEqualTo("banknote");
        assertThat(line.get("rows").asInt()).isEqualTo(2);
        assertThat(http.get("/metrics").body())
                .contains("onward_http_requests_total{method=\"POST\",route=\"/toy/{model}\",status=\"200\"}")
                .contains(
                        "onward_predictions_total{kind=\"single\",model=\"banknote\",outcome=\"answered\",version=\"1\"}");
    }

    @Test
    void isDescribed() {
        OpenApi document = new OpenApi(http.get("/openapi.json").body());

        assertThat(document.faults()).isEmpty();
        assertThat(document.danglingReferences()).isEmpty();
        assertThat(document.operations())
                .extracting(operation -> operation.method() + " " + operation.path())
                .contains("POST /toy/{model}");
    }

    @Test
    void requiresAKeyWhereKeysAreSet() {
        String hash = "ali:41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";
        try (WebApp keyed = WebApp.start(webapp, "--api-keys", hash)) {
            Http its = Http.to(keyed);

            assertThat(its.postJson("/toy/banknote", TWO_ROWS).body()).startsWith("toy error 401: expected an API key");
            assertThat(its.postJson("/toy/banknote", TWO_ROWS, "X-Api-Key", "open sesame")
                            .status())
                    .isEqualTo(200);
        }
    }
}
