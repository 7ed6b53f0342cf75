package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JVM ends in order while models are opened, fail or are closed. By default the runtime crashes it then:
 * {@code -Dending=unguarded} shows it.
 */
@Tag("slow")
class EndingIT {

    private static final int TIMES = Integer.getInteger("onward.endings", 10);

    /** How long the JVM is kept in its shutdown. */
    private static final String MILLIS = "300";

    /** As much of a crash file's beginning, and of the output's end, as tells what happened. */
    private static final int TOLD = 2_000;

    @TempDir
    private Path folder = Path.of("");

    /**
     * What one JVM left behind.
     *
     * @param crash the beginning of its crash file, empty if there is none
     * @param output the end of what it wrote
     */
    private record Ended(int exit, String crash, String output) {

        boolean inOrder() {
            return exit == 0 && crash.isEmpty();
        }

        @Override
        public String toString() {
            return "exit code " + exit + ", crash file: " + crash + "\noutput: " + output + "\n";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opening",
                "failing",
                "closing",
                "opening-in-anothers",
                "failing-in-anothers",
                "failing-beside-another"
            })
    void endsInOrder(String work) throws IOException, InterruptedException {
        List<Ended> ends = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            ends.add(end(System.getProperty("ending", work), time));
        }
        System.out.println(
                work + ": exit codes " + ends.stream().map(Ended::exit).toList());

        assertThat(ends).filteredOn(ended -> !ended.inOrder()).isEmpty();
    }

    private Ended end(String work, int time) throws IOException, InterruptedException {
        Path crash = folder.resolve(time + ".crash");
        Path output = folder.resolve(time + ".out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Its life is too short for the optimising compiler.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + crash,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName(),
                        work,
                        MILLIS)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end: " + tail(text(output)));
        }
        return new Ended(process.exitValue(), head(text(crash)), tail(text(output)));
    }

    /** Of bytes as they are: a process that crashes may stop in the middle of a letter. */
    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    }

    private static String head(String text) {
        return text.substring(0, Math.min(TOLD, text.length()));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - TOLD));
    }
}
