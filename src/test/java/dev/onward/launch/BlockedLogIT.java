package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose log cannot be written answers all the same, with all its threads. */
@Timeout(120)
class BlockedLogIT {

    /** Several times as many lines as the pipe between two processes holds. */
    private static final int REQUESTS = 3_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void predictionsDoNotWaitForAReaderOfTheLog() throws IOException {
        Process server = start(folder, new ProcessBuilder().redirectErrorStream(true));
        try {
            // Nothing is read of what follows this line.
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
            String line = out.readLine();
            while (!line.contains(" is listening at ")) {
                line = out.readLine();
            }

            predict(URI.create(line.substring(line.lastIndexOf(' ') + 1)));
        } finally {
            server.destroyForcibly();
        }
    }

    private static Process start(Path folder, ProcessBuilder builder) throws IOException {
        List<String> command = OnwardProcess.classesCommand(List.of(), List.of("--port", "0"));
        return builder.command(command)
                .directory(Files.createDirectory(folder.resolve("work")).toFile())
                .start();
    }

    private static void predict(URI url) {
        Http http = Http.to(url);
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(http.postJson("/predict", BankNotes.GENUINE).status()).isEqualTo(200);
        }
        assertThat(http.get("/health/live").status()).isEqualTo(200);
    }
}
