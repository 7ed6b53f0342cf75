package dev.onward.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.onward.OnwardProcess;
import dev.onward.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SIGTERM under load, many times: the exit code, no crash, no answer that is wrong or breaks off, and a long answer
 * that is under way arrives whole. Requests that were on their way when the server closed a kept connection are only
 * counted: every server may do that at any time, and HTTP has clients send again. With a delay there are none: answers
 * say meanwhile that the connection is going to be closed.
 */
@Tag("containers")
class StopIT {

    private static final int TIMES = Integer.getInteger("onward.stops", 50);
    private static final int CLIENTS = 4;

    /** Stops by which bounds on their mean are widened, since that of a few strays further. */
    private static final int FEW = 5;

    private static final int ROWS = 100_000;

    /** How long nobody is answered before it is believed that nobody will be, and how exact a delay has to be. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    /** What a JVM ends with that was told to by SIGTERM: 128 + 15. */
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder = Path.of("");

    /**
     * What is stopped, and how.
     *
     * @param chosenBy what {@code -Dcontainer} calls it; java -jar, which is Jetty, goes with Jetty
     * @param context below which the application is
     * @param most what a stop may cost on an average
     */
    private record Stop(Container container, String chosenBy, String context, Duration delay, Cost most) {

        @Override
        public String toString() {
            return container + ", delay " + delay.toSeconds() + " s";
        }
    }

    /**
     * Requests that were not answered rightly, as {@link Load.Outcome} tells them apart.
     *
     * @param statuses what refusals may say
     */
    private record Cost(int refused, Set<Integer> statuses, int unanswered, int untaken) {}

    static Stream<Stop> stops() {
        String jetty = "jetty-ee10";
        String tomcat = "tomcat10";
        return Stream.of(
                new Stop(new Standalone(), jetty, "", Duration.ZERO, new Cost(10, Set.of(503), 2, 2)),
                new Stop(new Standalone(), jetty, "", Duration.ofSeconds(2), new Cost(10, Set.of(503), 0, 2)),
                new Stop(Containers.named(jetty), jetty, "onward", Duration.ZERO, new Cost(10, Set.of(503), 3, 2)),
                // Which closes every connection that is kept, and leaves new ones in the queue until it has ended. What
                // it has only begun to read it refuses with a page of its own, once in ten stops: bad, or not found.
                new Stop(
                        Containers.named(tomcat),
                        tomcat,
                        "onward",
                        Duration.ZERO,
                        new Cost(1, Set.of(400, 404, 503), CLIENTS + 1, 10)));
    }

    @ParameterizedTest
    @MethodSource("stops")
    void stopsInOrder(Stop stop) throws IOException {
        assumeThat(Containers.isChosen(stop.chosenBy))
                .as("-Dcontainer leaves out %s", stop.chosenBy)
                .isTrue();
        Load.Outcome all = Load.Outcome.NONE;
        try (RunningContainer running = start(stop)) {
            for (int time = 1; time <= TIMES; time++) {
                if (time > 1) {
                    running.restart();
                    running.await(() -> running.isReady(stop.context), "it is ready again");
                }
                all = all.plus(underLoad(running, stop));
            }
        }
        System.out.printf("%s: %d stops under load: %s%n", stop, TIMES, all);

        assertThat(all.faults()).isEmpty();
        assertThat(all.refused().keySet()).isSubsetOf(stop.most.statuses);
        int times = TIMES + FEW;
        assertThat(all.refusals()).isLessThanOrEqualTo(times * stop.most.refused);
        assertThat(all.unanswered()).isLessThanOrEqualTo(times * stop.most.unanswered);
        assertThat(all.untaken()).isLessThanOrEqualTo(times * stop.most.untaken);
    }

    private RunningContainer start(Stop stop) {
        Map<String, String> environment = Map.of("ONWARD_STOP_DELAY", Long.toString(stop.delay.toSeconds()));
        RunningContainer running = RunningContainer.start(stop.container, folder, List.of(), environment);
        running.deploy(stop.context, OnwardProcess.war(), Map.of());
        return running;
    }

    private static Load.Outcome underLoad(RunningContainer running, Stop stop) throws IOException {
        HeldFile file = HeldFile.begin(running.url(stop.context), ROWS);
        running.await(
                () -> running.metric(stop.context, "onward_http_requests_in_flight") > 1, "the file is under way");
        try (Load load = Load.on(running, stop.context, CLIENTS)) {
            running.await(() -> load.answered() > 100, "it answers");
            return signalled(running, stop, load, file);
        }
    }

    private static Load.Outcome signalled(RunningContainer running, Stop stop, Load load, HeldFile file)
            throws IOException {
        long begun = System.nanoTime();
        running.signal();
        if (!stop.delay.isZero()) {
            Patience.pause(stop.delay.dividedBy(2).toMillis());
            assertThat(load.outcome()).as("in the delay").matches(Load.Outcome::isWhole, "is whole");
        }
        awaitSilence(load, file, begun + stop.delay.toNanos());
        HeldFile.Answer answer = file.finish();
        int exit = running.ended();
        Load.Outcome outcome = load.stop();

        assertThat(exit).isEqualTo(TERMINATED);
        assertThat(running.crash()).doesNotExist();
        assertThat(answer).isEqualTo(HeldFile.Answer.whole(ROWS));
        assertThat(Duration.ofNanos(load.lastAnswer() - begun)).isGreaterThan(stop.delay.minus(SILENCE));
        return outcome;
    }

    /** Until the server drains, whatever of its connections it closes for that: nobody is answered any more. */
    private static void awaitSilence(Load load, HeldFile file, long notBefore) throws IOException {
        while (System.nanoTime() - Math.max(load.lastAnswer(), notBefore) < SILENCE.toNanos()) {
            file.sendADrop();
            Patience.pause(10);
        }
    }
}
