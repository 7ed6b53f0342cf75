package dev.onward.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.compute.ComputePermits.Permit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComputePermitsTest {

    private static final String BUSY = "too many predictions are in progress; try again shortly";
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void givesOutAsManyAsThereAreAndCountsTheRejected() {
        ComputePermits permits = new ComputePermits(2, Duration.ZERO);

        Permit first = permits.acquire();
        permits.acquire();
        assertRejected(permits, BUSY);
        assertRejected(permits, BUSY);
        first.close();
        permits.acquire();

        assertThat(permits.rejected()).isEqualTo(2);
    }

    @Test
    void takesEachPermitBackOnce() {
        ComputePermits permits = new ComputePermits(1, Duration.ZERO);

        Permit permit = permits.acquire();
        permit.close();
        permit.close();
        permits.acquire();

        assertRejected(permits, BUSY);
    }

    @Test
    void rejectsAfterTheLongestWait() {
        ComputePermits permits = new ComputePermits(1, Duration.ofMillis(1));
        permits.acquire();

        assertRejected(permits, BUSY);
    }

    @Test
    void givesPermitsToWaitingThreadsInTheOrderOfTheirArrival() throws InterruptedException {
        ComputePermits permits = new ComputePermits(1, LONG);
        List<String> order = new CopyOnWriteArrayList<>();
        Permit held = permits.acquire();
        Thread first = waiting(permits, () -> order.add("first"));
        Thread second = waiting(permits, () -> order.add("second"));

        held.close();
        first.join();
        second.join();

        assertThat(order).containsExactly("first", "second");
        assertThat(permits.rejected()).isZero();
    }

    @Test
    void rejectsAThreadThatIsInterruptedAndKeepsItInterrupted() throws InterruptedException {
        ComputePermits permits = new ComputePermits(1, LONG);
        permits.acquire();
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Thread thread = waiting(() -> {
            assertRejected(permits, BUSY);
            interrupted.add(Thread.currentThread().isInterrupted());
        });

        thread.interrupt();
        thread.join();

        assertThat(interrupted).containsExactly(true);
        assertThat(permits.rejected()).isEqualTo(1);
    }

    @Test
    void rejectsEveryoneOnceClosedAndLetsTheOthersFinish() {
        ComputePermits permits = new ComputePermits(2, LONG);
        Permit held = permits.acquire();

        permits.close();

        assertRejected(permits, "the server is shutting down");
        held.close();
        assertRejected(permits, "the server is shutting down");
        assertThat(permits.rejected()).isEqualTo(2);
    }

    @Test
    void needsAtLeastOnePermit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ComputePermits(0, LONG))
                .withMessage("permits: expected at least 1, got 0");
    }

    private static void assertRejected(ComputePermits permits, String message) {
        assertThatThrownBy(permits::acquire)
                .isInstanceOf(OverloadedException.class)
                .hasMessage(message);
    }

    private static Thread waiting(ComputePermits permits, Runnable computation) {
        return waiting(() -> {
            try (Permit permit = permits.acquire()) {
                assertThat(permit).isNotNull();
                computation.run();
            }
        });
    }

    /** Starts a thread and returns it once it waits for a permit. */
    private static Thread waiting(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
