package dev.onward.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus's own tool finds nothing to say against the metrics. */
@Tag("deploy")
class ScrapeIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isWhatPrometheusTakes() throws Exception {
        Http http = Http.shared();
        http.get("/predict?variance=3.6216&skewness=8.6661&curtosis=-2.8073&entropy=-0.44699");
        String metrics = http.get("/metrics").body();

        assertThat(metrics).contains("onward_predictions_total{kind=\"single\",model=\"banknote\"");
        assertThat(complaints(metrics)).isEmpty();
        assertThat(complaints(metrics.replace("# HELP onward_ready", "# HELP onward_unready")))
                .contains("onward_ready no help text");
    }

    private String complaints(String metrics) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("metrics"), metrics);
        Path said = folder.resolve("said");
        new ProcessBuilder(Programs.promtool(), "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        return Files.readString(said);
    }
}
