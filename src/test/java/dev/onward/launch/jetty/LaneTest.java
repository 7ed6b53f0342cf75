package dev.onward.launch.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.launch.jetty.Lane.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneTest {

    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
    private final Lane lane = new Lane(1, 2, Duration.ofMinutes(5));
    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        scheduler.start();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
    }

    @Test
    void isFullWhenAsManyWaitAsMay() {
        assertThat(enter("a")).isEqualTo(Entry.ENTERED);
        assertThat(enter("b")).isEqualTo(Entry.WAITING);
        assertThat(enter("c")).isEqualTo(Entry.WAITING);

        assertThat(enter("d")).isEqualTo(Entry.FULL);

        lane.leave();
        assertThat(enter("e")).isEqualTo(Entry.WAITING);
        assertThat(done).containsExactly("b");
    }

    @Test
    void runsWaitingRequestsInTheOrderOfTheirArrival() {
        enter("a");
        enter("b");
        enter("c");

        lane.leave();
        lane.leave();
        lane.leave();

        assertThat(done).containsExactly("b", "c");
        assertThat(enter("d")).isEqualTo(Entry.ENTERED);
    }

    private Entry enter(String name) {
        return lane.enter(() -> done.add(name), () -> done.add(name + " refused"), Runnable::run, scheduler);
    }
}
