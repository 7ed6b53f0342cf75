package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The first requests to a new process: the pages that it renders and the document that it builds before anyone requests
 * them. Processor time is that of the whole process, with its compilers.
 */
@Tag("slow")
class FirstRequestsIT {

    private static final int STARTS = Integer.getInteger("onward.starts", 5);

    private static final Duration MAX_PROCESSOR_TIME = Duration.ofMillis(150);

    /** As users start it, with the optimising compiler. The line that ends the warm-up has level debug. */
    private static OnwardProcess start() {
        return OnwardProcess.serve(List.of("-XX:TieredStopAtLevel=4", "-Xmx256m"), Map.of(), "--log-level", "debug");
    }

    @Test
    void takeLittleProcessorTimeAfterTheWarmUp() {
        List<Duration> starts = new ArrayList<>();
        List<Duration> pages = new ArrayList<>();
        List<Duration> documents = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (OnwardProcess server = start()) {
                Http http = Http.to(server);
                assertThat(http.postJson("/predict", BankNotes.GENUINE).status())
                        .isEqualTo(200);
                starts.add(processorTime(server));
                awaitWarmUp(server);

                pages.add(processorTime(server, "/"));
                documents.add(processorTime(server, "/openapi.json"));
            }
        }

        System.out.printf(
                "processor time in ms: start to first prediction %d, first page %d, first OpenAPI document %d, medians of"
                        + " %d starts%n",
                median(starts).toMillis(),
                median(pages).toMillis(),
                median(documents).toMillis(),
                STARTS);
        assertThat(median(pages)).as("pages: %s", pages).isLessThanOrEqualTo(MAX_PROCESSOR_TIME);
        assertThat(median(documents)).as("documents: %s", documents).isLessThanOrEqualTo(MAX_PROCESSOR_TIME);
    }

    @Test
    void areAnsweredInFullDuringTheWarmUp() {
        try (OnwardProcess server = start()) {
            Http http = Http.to(server);
            List<String> pages = new ArrayList<>();
            List<String> documents = new ArrayList<>();
            while (!isWarm(server)) {
                pages.add(http.get("/", "Accept", "text/html").body());
                documents.add(http.get("/openapi.json").body());
            }

            assertThat(pages).containsOnly(http.get("/", "Accept", "text/html").body());
            assertThat(documents).containsOnly(http.get("/openapi.json").body());
            assertThat(pages).first().asString().contains("</html>");
            assertThat(documents).first().asString().contains("genuine");
        }
    }

    /** Waits for the end of the warm-up, and of the compilation that it has caused. */
    private static void awaitWarmUp(OnwardProcess server) {
        Patience.await(() -> isWarm(server), "the warm-up ends");
        Duration before = Duration.ZERO;
        Duration now = processorTime(server);
        while (now.minus(before).toMillis() > 20) {
            Patience.pause(500);
            before = now;
            now = processorTime(server);
        }
    }

    private static boolean isWarm(OnwardProcess server) {
        return server.log().contains("warmed up in ");
    }

    private static Duration processorTime(OnwardProcess server, String path) {
        Duration before = processorTime(server);
        assertThat(Http.to(server)
                        .get(path, "Accept", "text/html,application/json;q=0.9")
                        .status())
                .isEqualTo(200);
        return processorTime(server).minus(before);
    }

    private static Duration processorTime(OnwardProcess server) {
        return server.process().info().totalCpuDuration().orElseThrow();
    }

    private static Duration median(List<Duration> durations) {
        List<Duration> sorted = new ArrayList<>(durations);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
