package dev.onward.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.compute.BulkLane.Place;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkLaneTest {

    @Test
    void hasAsManyPlacesAsItWasGiven() {
        BulkLane lane = new BulkLane(2, 2, Duration.ZERO);

        Place first = lane.enter();
        lane.enter();
        assertThatThrownBy(lane::enter)
                .isInstanceOf(OverloadedException.class)
                .hasMessage("too many files and large requests are in progress; try again shortly");
        first.close();
        first.close();

        assertThat(lane.used()).isEqualTo(1);
        assertThat(lane.rejected()).isEqualTo(1);
        lane.enter();
        assertThatThrownBy(lane::enter).isInstanceOf(OverloadedException.class);
    }

    @Test
    void letsOneWorkWhileTheOthersPause() throws InterruptedException {
        BulkLane lane = new BulkLane(2, 1, Duration.ZERO);
        AtomicBoolean paused = new AtomicBoolean();
        AtomicBoolean workedTooEarly = new AtomicBoolean();
        Place first = lane.enter();
        Thread second = new Thread(() -> {
            try (Place place = lane.enter()) {
                assertThat(place).isNotNull();
                workedTooEarly.set(!paused.get());
            }
        });
        second.start();
        while (second.getState() != Thread.State.WAITING) {
            assertThat(second.isAlive()).isTrue();
            Thread.onSpinWait();
        }

        paused.set(true);
        first.pause();
        first.pause();
        second.join();
        first.resume();
        first.resume();
        first.close();

        assertThat(workedTooEarly).isFalse();
        assertThat(lane.used()).isZero();
        lane.enter().close();
    }

    @Test
    void letsTheNextOneWorkAfterATimeWithoutAPause() {
        BulkLane lane = new BulkLane(2, 1, Duration.ZERO);
        try (Place first = lane.enter()) {
            Thread second = new Thread(() -> lane.enter().close());
            second.start();
            while (second.isAlive()) {
                first.resume();
            }
        }

        assertThat(lane.used()).isZero();
    }

    @Test
    void doesNotWorkAfterItHasLeft() {
        BulkLane lane = new BulkLane(1, 1, Duration.ZERO);
        Place place = lane.enter();
        place.close();

        place.resume();

        lane.enter().close();
        assertThat(lane.used()).isZero();
    }
}
