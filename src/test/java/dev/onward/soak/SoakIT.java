package dev.onward.soak;

import dev.onward.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged application under everything at once, and stopped under it. The clients share the processors with the
 * server, so it needs a quiet machine with two of them. {@code -Donward.soak.minutes} is the duration (10 by default),
 * {@code -Donward.soak.stops} the number of SIGTERMs (50), {@code -Donward.soak.megabytes} the size of each file (100).
 */
@Tag("soak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SoakIT {

    private static final double MINUTES = Double.parseDouble(System.getProperty("onward.soak.minutes", "10"));
    private static final int STOPS = Integer.getInteger("onward.soak.stops", 50);
    private static final long MEGABYTES = Long.getLong("onward.soak.megabytes", 100);

    /** The rate of the predictions, as a share of the highest. */
    private static final double SHARE = 0.3;

    /**
     * Of single predictions, compared with those beside two busy loops: they show how long a thread waits for a
     * processor as soon as others have work for all of them.
     */
    private static final double MAX_SLOWDOWN = 3;

    private static final double MIN_ATTAINED = 0.98;

    /**
     * Until when latencies are reported apart: code that only the other load runs is still being compiled, and what was
     * due meanwhile is behind.
     */
    private static final double WARM_UP_SECONDS = Math.min(30, MINUTES * 15);

    /** Until when memory may grow. */
    private static final double SETTLING_SECONDS = TimeUnit.MINUTES.toSeconds(3);

    /** The minutes of a run from which the growth of memory is asserted. */
    private static final double LONG_ENOUGH = 8;

    /** The exit code of a JVM after SIGTERM: 128 + 15. */
    private static final int TERMINATED = 143;

    private static final long SEED = 16;

    /** Under load, before a SIGTERM. */
    private static final int MAX_PAUSE_MILLIS = 2_000;

    private final SoakReport report = new SoakReport();
    private Path folder;
    private SoakServer server;
    private double perSecond;
    private double millisAlone;
    private double millisBesideLoops;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        server = SoakServer.start(folder.resolve("soak"));
        measureAlone();
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        report.write();
    }

    /** Measures what the others are compared with, on the server of the first test. */
    private void measureAlone() {
        long millis = (long) (1_000 * Math.max(10, Math.min(60, 6 * MINUTES)));
        predict(Predictions.closed(server.url()), millis);
        double plateau = 1e3 * predict(Predictions.closed(server.url()), millis).sent() / millis;
        perSecond = SHARE * plateau;
        Tally alone = predict(Predictions.open(server.url(), perSecond), millis).singles();
        millisAlone = alone.percentileMillis(99);
        millisBesideLoops = besideBusyLoops(millis).percentileMillis(99);
        report.paragraph(
                "JDK %s, %d processors. Maximum rate: %.0f predictions per second. The following figures were measured"
                        + " at %.0f per second. At that rate, without other load, p50 of single predictions was %.1f ms"
                        + " and p99 %.1f ms; beside two busy loops in another process, p99 was %.1f ms.",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                plateau,
                perSecond,
                alone.percentileMillis(50),
                millisAlone,
                millisBesideLoops);
    }

    /** The single predictions beside other work for both processors, which the server does not know of. */
    private Tally besideBusyLoops(long millis) {
        AtomicBoolean isOver = new AtomicBoolean();
        for (int i = 0; i < 2; i++) {
            Thread loop = new Thread(() -> {
                while (!isOver.get()) {
                    Thread.onSpinWait();
                }
            });
            loop.setDaemon(true);
            loop.start();
        }
        try {
            return predict(Predictions.open(server.url(), perSecond), millis).singles();
        } finally {
            isOver.set(true);
        }
    }

    private static Predictions predict(Predictions predictions, long millis) {
        try (predictions) {
            Patience.pause(millis);
            predictions.stop();
        }
        return predictions;
    }

    @Test
    @Order(1)
    void answersEverythingRightAndDoesNotGrow() throws Exception {
        int temporaryFiles = server.temporaryFiles().size();
        try (FullLoad load = FullLoad.on(server, perSecond, MEGABYTES)) {
            load.predictions().warmUp(WARM_UP_SECONDS);
            load.awaitEverything();
            double begun = load.scrapes().seconds();
            Patience.pause((long) (MINUTES * 60_000));
            double ended = load.scrapes().seconds();
            double attained = load.predictions().attained();
            load.stop();
            double settled = begun + Math.min(SETTLING_SECONDS, (ended - begun) * 0.3);
            List<Gauge> gauges = new ArrayList<>(load.scrapes().gauges());
            gauges.add(new Gauge("smallest heap after garbage collection, MiB", server.heapAfterCollections(), 8));
            Tally singles = load.predictions().singles();
            double millis = singles.percentileMillis(99);
            double warmUpMillis = load.predictions().warmUpSingles().percentileMillis(99);

            report.paragraph(
                    "Under full load for %.1f minutes, the test reached %.1f %% of the target rate. In the first %.0f s,"
                            + " p99 of single predictions was %.1f ms; after that p50 was %.1f ms and p99 %.1f ms, %.2f"
                            + " times the value without other load and %.2f times the value beside busy loops. A model"
                            + " was replaced %d times; /metrics showed %d new versions. The longest garbage collection"
                            + " pause was %.0f ms.",
                    MINUTES,
                    100 * attained,
                    WARM_UP_SECONDS,
                    warmUpMillis,
                    singles.percentileMillis(50),
                    millis,
                    millis / millisAlone,
                    millis / millisBesideLoops,
                    load.replacements().count(),
                    load.scrapes().replacements(),
                    server.longestPause());
            report.requests(load.tallies());
            report.gauges(gauges, settled, ended);

            SoftAssertions softly = new SoftAssertions();
            softly.assertThat(load.tallies()).flatMap(Tally::faults).isEmpty();
            softly.assertThat(load.tallies())
                    .allMatch(tally -> tally.answered() > 0, "has right answers")
                    .allMatch(tally -> tally.unansweredCount() == 0, "has no unanswered requests");
            softly.assertThat(load.refusedConnections())
                    .as("refused connections")
                    .isZero();
            softly.assertThat(load.scrapes().replacements())
                    .as("replacements seen by scrapes")
                    .isGreaterThan(load.replacements().count() / 2);
            softly.assertThat(attained).as("share of the rate attained").isGreaterThan(MIN_ATTAINED);
            softly.assertThat(millis / millisBesideLoops)
                    .as("p99, times that beside busy loops")
                    .isLessThanOrEqualTo(MAX_SLOWDOWN);
            if (MINUTES >= LONG_ENOUGH) {
                softly.assertThat(gauges).allMatch(gauge -> gauge.isFlat(settled, ended), "is flat");
            }
            softly.assertThat(server.seriousLogLines()).as("the log").isEmpty();
            softly.assertThat(server.temporaryFiles()).as("temporary files").hasSize(temporaryFiles);
            softly.assertAll();
        }
    }

    @Test
    @Order(2)
    void stopsCleanlyUnderLoad() throws Exception {
        server.close();
        Random random = new Random(SEED);
        Map<String, Tally> all = new LinkedHashMap<>();
        Tally stops = new Tally("stops");
        SoftAssertions softly = new SoftAssertions();
        for (int i = 1; i <= STOPS; i++) {
            try (SoakServer stopped = SoakServer.start(folder.resolve("stop-" + i));
                    FullLoad load = FullLoad.on(stopped, perSecond, MEGABYTES)) {
                load.awaitEverything();
                Patience.pause(random.nextInt(MAX_PAUSE_MILLIS));
                long begun = System.nanoTime();
                load.expectStop();
                stopped.signal();
                int exit = stopped.ended();
                stops.right("exit " + exit, System.nanoTime() - begun);
                load.stop();
                for (Tally tally : load.tallies()) {
                    all.computeIfAbsent(tally.name(), Tally::new).add(tally);
                }

                softly.assertThat(stopped.crash()).doesNotExist();
                softly.assertThat(stopped.temporaryFiles())
                        .as("temporary files")
                        .isEmpty();
                softly.assertThat(stopped.seriousLogLines()).as("the log").isEmpty();
            }
        }
        report.paragraph(
                "After SIGTERM under this load, the processes ended with %s, after a median of %.1f s and at most %.1f"
                        + " s.",
                SoakReport.variants(stops), stops.percentileMillis(50) / 1e3, stops.percentileMillis(100) / 1e3);
        report.requests(List.copyOf(all.values()));

        softly.assertThat(stops.variants()).containsOnlyKeys("exit " + TERMINATED);
        softly.assertThat(all.values()).flatMap(Tally::faults).isEmpty();
        softly.assertAll();
    }
}
