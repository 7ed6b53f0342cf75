package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of damaged models, opened in a process of their own: one that crashes it would end all other tests too. The
 * property {@code onward.damaged} sets their number.
 */
@Tag("slow")
class DamagedModelsIT {

    private static final int MODELS = Integer.getInteger("onward.damaged", 10_000);

    /** A graph whose loops do not end is given 10 s; everything else takes milliseconds. */
    private static final int LIMIT_SECONDS = 30;

    @Test
    void neverTakeTheProcessDown() throws Exception {
        Map<String, Integer> outcomes = new TreeMap<>();
        BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
        Process process = start();
        try {
            Thread reader = new Thread(() -> read(process, lines));
            reader.start();

            for (int number = 0; number < MODELS; number++) {
                Optional<String> line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                assertThat(line)
                        .as("model %d within %d s", number, LIMIT_SECONDS)
                        .isNotNull();
                assertThat(line).as("model %d did not end the process", number).isPresent();
                outcomes.merge(line.orElseThrow().split("\t", -1)[1], 1, Integer::sum);
            }
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isZero();
        assertThat(outcomes).containsOnlyKeys("no table", "opened", "refused");
        assertThat(outcomes.get("refused")).isGreaterThan(MODELS / 10);
        System.out.println(MODELS + " damaged models: " + outcomes);
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        // A crash is to be told by the exit code, not by a core as large as the process.
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=target/damaged-models-crash.log",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DamagedModels.class.getName(),
                        new File("src/test/resources/interop").getPath(),
                        "0",
                        Integer.toString(MODELS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void read(Process process, BlockingQueue<Optional<String>> lines) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(Optional.of(line));
            }
            lines.add(Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
