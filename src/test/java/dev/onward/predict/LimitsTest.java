package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Log;
import dev.onward.Patience;
import dev.onward.WebApp;
import dev.onward.app.PermitServer;
import dev.onward.compute.ComputePermits.Permit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsTest {

    private static final String HEADER = "variance,skewness,curtosis,entropy\n";
    private static final String ROW = "3.6216,8.6661,-2.8073,-0.44699\n";

    @Test
    void refusesOnePredictionTooManyAfterAShortWait(@TempDir Path folder) throws IOException {
        try (PermitServer server = PermitServer.serve(folder, "--concurrency", "1", "--concurrency-wait", "0")) {
            Http http = Http.to(server.url());
            try (Permit permit = server.hold("banknote")) {
                assertThat(permit).isNotNull();

                Http.Answer refused = http.postJson("/predict", BankNotes.GENUINE, "X-Request-Id", "7");
                Http.Answer large = http.postCsv("/predict", HEADER + ROW.repeat(300_000));
                Http.Answer health = http.get("/health/ready");

                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).contains("1");
                assertThat(refused.body())
                        .isEqualTo(
                                "{\"title\":\"Service Unavailable\",\"status\":503,"
                                        + "\"detail\":\"too many predictions are in progress; try again shortly\",\"request_id\":\"7\"}");
                assertThat(large.status()).isEqualTo(503);
                assertThat(large.header("Retry-After")).contains("1");
                assertThat(health.status()).isEqualTo(200);
            }
            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
        }
    }

    /** The server waits, and the application does not do so once more. */
    @Test
    void waitsNoLongerThanItWasTold(@TempDir Path folder) throws Exception {
        PermitServer server =
                PermitServer.serve(folder, "--drain", "6", "--concurrency", "1", "--concurrency-wait", "60");
        try (Permit permit = server.hold("banknote")) {
            assertThat(permit).isNotNull();
            CompletableFuture<Http.Answer> waiting =
                    CompletableFuture.supplyAsync(() -> Http.to(server.url()).postJson("/predict", BankNotes.GENUINE));
            Http http = Http.to(server.url());
            Patience.await(
                    () -> http.get("/metrics").body().contains("\nonward_http_requests_in_flight 2.0\n"),
                    "the prediction has arrived");
            long start = System.nanoTime();

            server.close();

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(5_900L, 11_900L);
            assertThat(waiting.handle((answer, failure) ->
                                    Optional.ofNullable(answer).map(Http.Answer::status))
                            .get(60, TimeUnit.SECONDS))
                    .isNotEqualTo(Optional.of(200));
        }
        assertThat(Log.containing("requests were still in flight after 6 s of graceful shutdown and were aborted"))
                .singleElement()
                .asString()
                .doesNotContain("Exception");
    }

    @Test
    void refusesFilesAndAnswersOverTheirLimitsAndLeavesNothingBehind(@TempDir Path spool) throws IOException {
        try (WebApp server =
                WebApp.serve("--csv-limit", "4KiB", "--spool-limit", "2KiB", "--spool-folder", spool.toString())) {
            Http http = Http.to(server);

            Http.Answer file = http.postCsv("/predict", HEADER + ROW.repeat(200));
            Http.Answer answer = http.postCsv("/predict", HEADER + ROW.repeat(100));
            Http.Answer small = http.postCsv("/predict", HEADER + ROW);

            assertThat(file.status()).isEqualTo(413);
            assertThat(file.json().get("detail").asString())
                    .isEqualTo("expected a body of at most 4096 bytes, got more");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().get("detail").asString())
                    .isEqualTo("expected a response of at most 2048 bytes, got more");
            assertThat(small.status()).isEqualTo(200);
        }
        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void tellsNothingOfItsInsidesWhenItFails(@TempDir Path folder) throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        try (WebApp server = WebApp.serve("--spool-folder", gone.toString())) {
            Files.delete(gone);
            Http.Answer answer = Http.to(server).postCsv("/predict", "variance,skewness,curtosis,entropy\n");

            assertThat(answer.status()).isEqualTo(500);
            String detail = answer.json().get("detail").asString();
            assertThat(detail).startsWith("internal error, logged as ");
            assertThat(answer.body()).doesNotContain(gone.toString()).doesNotContain("Exception");
            String id = detail.substring(detail.lastIndexOf(' ') + 1);
            assertThat(Log.containing(id).toString()).contains("cannot spool responses in " + gone);
        }
    }
}
