package dev.onward.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http.Answer;
import dev.onward.OnwardProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SIGTERM under load, many times: the exit code, no crash, no answer that is wrong or breaks off, and a long answer that is
 * under way arrives whole. Requests that were on their way when the server closed a kept connection are only counted:
 * every server may do that at any time, and HTTP has clients send again. With a delay there are none: answers say meanwhile
 * that the connection is going to be closed.
 */
@Tag("containers")
class StopIT {

    private static final int TIMES = Integer.getInteger("onward.stops", 50);
    private static final int CLIENTS = 4;
    private static final int ROWS = 100_000;
    private static final String CSV =
            "variance,skewness,curtosis,entropy\n" + "3.6216,8.6661,-2.8073,-0.44699\n".repeat(ROWS);

    /** What a JVM ends with that was told to by SIGTERM: 128 + 15. */
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"standalone, '', 0", "standalone, '', 2", "jetty-ee10, onward, 0", "tomcat10, onward, 0"})
    void stopsInOrder(String name, String context, int delay) throws Exception {
        List<String> faults = new ArrayList<>();
        int answered = 0;
        int unanswered = 0;
        int untaken = 0;
        try (RunningContainer running = RunningContainer.start(
                Containers.named(name), folder, List.of(), Map.of("ONWARD_STOP_DELAY", Integer.toString(delay)))) {
            running.deploy(context, OnwardProcess.war(), Map.of());
            for (int time = 1; time <= TIMES; time++) {
                if (time > 1) {
                    running.restart();
                    running.await(() -> running.isReady(context), "it is ready again");
                }
                CompletableFuture<Answer> csv = new CompletableFuture<>();
                Load load = Load.on(running.url(context), CLIENTS);
                running.await(() -> load.answered() > 100, "it answers");
                Thread client = new Thread(() -> {
                    try {
                        csv.complete(running.http(context).postCsv("/predict", CSV));
                    } catch (RuntimeException e) {
                        csv.completeExceptionally(e);
                    }
                });
                client.start();
                Thread.sleep(100 + time);

                int exit = running.terminate();
                Load.Outcome outcome = load.stop();
                Answer file = csv.get(1, TimeUnit.MINUTES);

                assertThat(exit).isEqualTo(TERMINATED);
                assertThat(running.crash()).doesNotExist();
                assertThat(file.status()).isEqualTo(200);
                assertThat(file.body().lines()).hasSize(ROWS + 1);
                faults.addAll(outcome.faults());
                answered += outcome.answered();
                unanswered += outcome.unanswered();
                untaken += outcome.untaken();
            }
        }
        System.out.printf(
                "%s, delay %d s: %d stops under load, %d answers,"
                        + " %d kept connections closed while a request was on its way, %d new ones not taken%n",
                name, delay, TIMES, answered, unanswered, untaken);

        assertThat(faults).isEmpty();
        assertThat(unanswered).isLessThanOrEqualTo(delay > 0 ? 0 : TIMES * CLIENTS);
    }
}
