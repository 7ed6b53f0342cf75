package dev.onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.compute.ComputePermits;
import dev.onward.compute.ExplanationLane;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations are limited on their own, and hold a compute permit while they are computed. */
class ExplanationOverloadTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"curves=true", "flip=true"})
    void limitsCurvesAndFlipsWithExplanations(String option) throws IOException {
        try (PermitServer server =
                PermitServer.serve(folder, "--explanation-concurrency", "1", "--concurrency-wait", "0")) {
            Http http = Http.to(server.url());
            ExplanationLane.Place place = server.explain();

            Answer refused = http.postJson("/predict?" + option, BankNotes.FORGED);
            place.close();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(http.postJson("/predict?" + option, BankNotes.FORGED).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesAnExplanationAndStillPredicts() throws IOException {
        try (PermitServer server =
                PermitServer.serve(folder, "--explanation-concurrency", "1", "--concurrency-wait", "0")) {
            Http http = Http.to(server.url());
            ExplanationLane.Place place = server.explain();

            Answer refused = http.postJson("/predict?explain=true", BankNotes.FORGED);
            Answer predicted = http.postJson("/predict", BankNotes.FORGED);
            place.close();
            Answer explained = http.postJson("/predict?explain=true", BankNotes.FORGED);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).contains("1");
            assertThat(refused.json().get("detail").asString())
                    .isEqualTo("too many explanations are in progress; try again shortly");
            assertThat(predicted.status()).isEqualTo(200);
            assertThat(explained.status()).isEqualTo(200);
            assertThat(http.get("/metrics").body())
                    .contains("onward_explanations_rejected_total 1.0", "onward_predictions_rejected_total 0.0");
        }
    }

    @Test
    void needsAComputePermit() throws IOException {
        try (PermitServer server = PermitServer.serve(folder, "--concurrency", "1", "--concurrency-wait", "0")) {
            Http http = Http.to(server.url());
            ComputePermits.Permit permit = server.hold("banknote");

            Answer refused = http.postJson("/predict?explain=true", BankNotes.FORGED);
            permit.close();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(http.postJson("/predict?explain=true", BankNotes.FORGED).status())
                    .isEqualTo(200);
        }
    }
}
