package dev.onward.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExplanationLaneTest {

    @Test
    void rejectsWhatHasNoPlaceInTime() {
        ExplanationLane lane = new ExplanationLane(1, Duration.ZERO);
        ExplanationLane.Place place = lane.enter(false);

        assertThatThrownBy(() -> lane.enter(false))
                .isInstanceOf(OverloadedException.class)
                .hasMessage("too many explanations are in progress; try again shortly");
        assertThat(lane.rejected()).isEqualTo(1);
        assertThat(lane.used()).isEqualTo(1);

        place.close();
        assertThat(lane.used()).isZero();
        lane.enter(false).close();
    }

    @Test
    void letsARequestThatHasBegunWait() throws Exception {
        ExplanationLane lane = new ExplanationLane(1, Duration.ZERO);
        ExplanationLane.Place place = lane.enter(false);
        CompletableFuture<ExplanationLane.Place> begun = CompletableFuture.supplyAsync(() -> lane.enter(true));

        assertThat(begun.isDone()).isFalse();
        place.close();

        begun.get(10, TimeUnit.SECONDS).close();
        assertThat(lane.rejected()).isZero();
    }
}
