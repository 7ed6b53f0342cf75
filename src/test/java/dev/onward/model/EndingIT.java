package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
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

    @ParameterizedTest
    @ValueSource(strings = {"opening", "failing", "closing"})
    void endsInOrder(String work) throws IOException, InterruptedException {
        List<Integer> exits = new ArrayList<>();
        for (int time = 0; time < TIMES; time++) {
            exits.add(exit(System.getProperty("ending", work)));
        }
        System.out.println(work + ": exit codes " + exits);

        assertThat(exits).containsOnly(0);
    }

    private static int exit(String work) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=target/ending-crash.log",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName(),
                        work,
                        MILLIS)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end");
        }
        return process.exitValue();
    }
}
