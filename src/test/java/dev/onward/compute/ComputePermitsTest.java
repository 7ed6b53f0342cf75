package dev.onward.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onward.compute.ComputePermits.Permit;
import dev.onward.compute.ComputePermits.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComputePermitsTest {

    private static final String BUSY = "too many predictions are in progress; try again shortly";
    private static final String STOPPING = "the server is shutting down";
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void givesOutAsManyAsThereAreAndCountsTheRejected() {
        ComputePermits permits = permits(2, Duration.ZERO);

        Permit first = acquire(permits);
        acquire(permits);
        assertRejected(permits, BUSY);
        assertRejected(permits, BUSY);
        first.close();
        acquire(permits);

        assertThat(permits.rejected()).isEqualTo(2);
        assertThat(permits.used()).isEqualTo(2);
        assertThat(permits.total()).isEqualTo(2);
    }

    @Test
    void takesEachPermitBackOnce() {
        ComputePermits permits = permits(1, Duration.ZERO);

        Permit permit = acquire(permits);
        permit.close();
        permit.close();
        acquire(permits);

        assertRejected(permits, BUSY);
    }

    @Test
    void rejectsAfterTheLongestWait() {
        ComputePermits permits = permits(1, Duration.ofMillis(1));
        acquire(permits);

        assertRejected(permits, BUSY);
        assertThat(permits.waiting()).isZero();
    }

    @Test
    void givesPermitsToWaitingThreadsInTheOrderOfTheirArrival() throws InterruptedException {
        ComputePermits permits = permits(1, LONG);
        List<String> order = new CopyOnWriteArrayList<>();
        Permit held = acquire(permits);
        Thread first = waiting(permits, "a", RunKind.MANY_ROWS, () -> order.add("first"));
        Thread second = waiting(permits, "a", RunKind.MANY_ROWS, () -> order.add("second"));

        held.close();
        first.join();
        second.join();

        assertThat(order).containsExactly("first", "second");
        assertThat(permits.rejected()).isZero();
        assertThat(permits.used()).isZero();
    }

    /** Which thread is faster is the scheduler's choice, so there are several attempts. */
    @Test
    void givesAFreePermitToARunningThreadBeforeOneThatHasToBeWoken() throws InterruptedException {
        ComputePermits permits = permits(1, LONG);
        boolean overtook = false;
        for (int i = 0; i < 1_000 && !overtook; i++) {
            Semaphore end = new Semaphore(0);
            Permit held = acquire(permits);
            Thread waiting = waiting(permits, "a", RunKind.MANY_ROWS, end::acquireUninterruptibly);

            held.close();
            Optional<Permit> next = permits.runs("a").tryAcquire(Duration.ZERO);
            overtook = next.isPresent();
            next.ifPresent(Permit::close);
            end.release();
            waiting.join();
        }

        assertThat(overtook).isTrue();
        assertThat(permits.used()).isZero();
    }

    /** With a clock that the test drives. */
    @Test
    void handsThePermitToAThreadThatHasWaitedForLong() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        ComputePermits permits = new ComputePermits(1, LONG, () -> 1, clock::get);
        for (int i = 0; i < 100; i++) {
            Semaphore end = new Semaphore(0);
            Permit held = acquire(permits);
            Thread waiting = waiting(permits, "a", RunKind.MANY_ROWS, end::acquireUninterruptibly);
            clock.addAndGet(Duration.ofMillis(11).toNanos());

            held.close();

            assertThat(permits.runs("a").tryAcquire(Duration.ZERO)).isEmpty();
            end.release();
            waiting.join();
        }
    }

    /** With a clock that the test drives. */
    @Test
    void letsQuickRunsOnFewRowsGoOnWithoutAPermit() {
        AtomicLong clock = new AtomicLong();
        ComputePermits permits = new ComputePermits(1, Duration.ZERO, () -> 1, clock::get);
        runOnFewRows(permits, clock, Duration.ofNanos(10_000));
        acquire(permits);

        runOnFewRows(permits, clock, Duration.ofNanos(10_000));

        assertRejected(permits, BUSY);
        assertThatThrownBy(() -> permits.runs("b").acquire(RunKind.FEW_ROWS)).hasMessage(BUSY);
        assertThat(permits.used()).isEqualTo(1);
    }

    /** With a clock that the test drives. One long run may be due to a thread without a processor. */
    @Test
    void needsPermitsAgainAfterSomeLongRuns() {
        AtomicLong clock = new AtomicLong();
        ComputePermits permits = new ComputePermits(1, Duration.ZERO, () -> 1, clock::get);
        runOnFewRows(permits, clock, Duration.ofNanos(10_000));
        Permit held = acquire(permits);
        Duration slow = Duration.ofMillis(4);

        for (int i = 0; i < 3; i++) {
            runOnFewRows(permits, clock, slow);
        }
        assertThatThrownBy(() -> runOnFewRows(permits, clock, slow)).hasMessage(BUSY);
        held.close();
        runOnFewRows(permits, clock, slow);
        runOnFewRows(permits, clock, Duration.ofNanos(10_000));
        acquire(permits);

        runOnFewRows(permits, clock, slow);
    }

    @Test
    void leavesHalfOfThePermitsToTheOtherModels() throws InterruptedException {
        AtomicInteger models = new AtomicInteger(2);
        ComputePermits permits = new ComputePermits(4, Duration.ZERO, models::get);

        acquire(permits, "slow");
        acquire(permits, "slow");
        assertThatThrownBy(() -> acquire(permits, "slow")).hasMessage(BUSY);
        acquire(permits, "fast");
        acquire(permits, "fast");

        assertThatThrownBy(() -> acquire(permits, "fast")).hasMessage(BUSY);
    }

    @Test
    void givesAllPermitsToTheOnlyModel() {
        AtomicInteger models = new AtomicInteger(1);
        ComputePermits permits = new ComputePermits(3, Duration.ZERO, models::get);

        acquire(permits, "only");
        models.set(2);
        assertThatThrownBy(() -> acquire(permits, "only")).hasMessage(BUSY);
        models.set(1);
        acquire(permits, "only");
        acquire(permits, "only");

        assertThat(permits.used()).isEqualTo(3);
    }

    /** With one permit, half of it is one. */
    @Test
    void letsTheOnlyPermitGoRound() {
        ComputePermits permits = new ComputePermits(1, Duration.ZERO, () -> 2);

        acquire(permits, "a").close();
        permits.runs("b").acquire(RunKind.BULK).close();

        assertThat(permits.used()).isZero();
    }

    @Test
    void passesThreadsWhoseModelHasItsShare() throws InterruptedException {
        ComputePermits permits = new ComputePermits(4, LONG, () -> 2);
        acquire(permits, "slow");
        Permit slow = acquire(permits, "slow");
        Thread waiting = waiting(permits, "slow", RunKind.MANY_ROWS, () -> {});

        acquire(permits, "fast").close();

        assertThat(permits.waiting()).isEqualTo(1);
        slow.close();
        waiting.join();
    }

    @Test
    void leavesHalfOfAModelsPermitsToSinglePredictions() throws InterruptedException {
        ComputePermits permits = permits(4, LONG);
        Runs bulk = permits.runs("a");
        bulk.acquire(RunKind.BULK);
        Permit second = bulk.acquire(RunKind.BULK);
        Thread third = waiting(permits, "a", RunKind.BULK, () -> {});

        acquire(permits).close();
        acquire(permits).close();

        second.close();
        third.join();
        assertThat(permits.used()).isEqualTo(1);
    }

    @Test
    void rejectsAtOnceWhenTooManyRequestsOfAModelAreInProgress() {
        ComputePermits permits = permits(1, LONG);
        List<Runs> inProgress = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            inProgress.add(permits.runs("a"));
            inProgress.get(i).admit();
        }

        Runs next = permits.runs("a");
        assertThatThrownBy(next::admit).isInstanceOf(OverloadedException.class).hasMessage(BUSY);
        permits.runs("b").admit();
        permits.runs("a").admitBulk();

        assertThat(permits.rejected()).isEqualTo(1);
        inProgress.get(3).pause();
        inProgress.get(3).pause();
        next.admit();
        assertThatThrownBy(() -> permits.runs("a").admit()).hasMessage(BUSY);
    }

    @Test
    void leavesAQuarterOfTheRequestsInProgressToTheOtherModels() {
        AtomicInteger models = new AtomicInteger(2);
        ComputePermits permits = new ComputePermits(4, LONG, models::get);
        for (int i = 0; i < 48; i++) {
            permits.runs("slow").admit();
        }

        assertThatThrownBy(() -> permits.runs("slow").admit()).hasMessage(BUSY);
        permits.runs("fast").admit();
        models.set(1);
        permits.runs("slow").admit();

        assertThat(permits.rejected()).isEqualTo(1);
    }

    @Test
    void countsNoRequestThatWaitsForItsClient() {
        ComputePermits permits = permits(1, LONG);

        for (int i = 0; i < 100; i++) {
            Runs runs = permits.runs("a");
            runs.admit();
            runs.pause();
        }
        permits.runs("a").admit();

        assertThat(permits.rejected()).isZero();
    }

    /** With a clock that the test drives. */
    @Test
    void rejectsAtOnceWhenTheRunsAreTooSlowForTheQueue() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        ComputePermits permits = new ComputePermits(2, Duration.ofSeconds(60), () -> 1, clock::get);
        Permit first = acquire(permits);
        Permit second = acquire(permits);
        clock.set(Duration.ofSeconds(70).toNanos());
        first.close();
        Permit third = acquire(permits);
        Thread one = waiting(permits, "a", RunKind.MANY_ROWS, () -> {});
        Thread two = waiting(permits, "a", RunKind.MANY_ROWS, () -> {});

        // Two runs of 70 s on two permits come first.
        assertRejected(permits, BUSY);

        assertThat(permits.waiting()).isEqualTo(2);
        second.close();
        third.close();
        one.join();
        two.join();
    }

    @Test
    void limitsOnlyTheFirstWaitOfARequest() throws InterruptedException {
        ComputePermits permits = permits(1, Duration.ZERO);
        Runs file = permits.runs("a");
        file.acquire(RunKind.BULK).close();
        Permit held = acquire(permits);
        Thread later = waiting(() -> file.acquire(RunKind.BULK).close());

        held.close();
        later.join();

        assertThat(permits.rejected()).isZero();
    }

    @Test
    void rejectsAThreadThatIsInterruptedAndKeepsItInterrupted() throws InterruptedException {
        ComputePermits permits = permits(1, LONG);
        acquire(permits);
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
    void rejectsNewRequestsOnceClosedAndLetsTheOthersFinish() {
        ComputePermits permits = permits(2, LONG);
        Runs admitted = permits.runs("a");
        admitted.admit();

        permits.close();

        assertRejected(permits, STOPPING);
        assertThatThrownBy(() -> permits.runs("a").admit())
                .isInstanceOf(OverloadedException.class)
                .hasMessage(STOPPING);
        admitted.acquire(RunKind.MANY_ROWS).close();
        assertThat(permits.rejected()).isEqualTo(2);
    }

    @Test
    void needsAtLeastOnePermit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> permits(0, LONG))
                .withMessage("permits: expected at least 1, got 0");
    }

    private static ComputePermits permits(int permits, Duration maxWait) {
        return new ComputePermits(permits, maxWait, () -> 1);
    }

    private static Permit acquire(ComputePermits permits) {
        return acquire(permits, "a");
    }

    private static Permit acquire(ComputePermits permits, String model) {
        return permits.runs(model).acquire(RunKind.MANY_ROWS);
    }

    private static void runOnFewRows(ComputePermits permits, AtomicLong clock, Duration duration) {
        try (Permit permit = permits.runs("a").acquire(RunKind.FEW_ROWS)) {
            assertThat(permit).isNotNull();
            clock.addAndGet(duration.toNanos());
        }
    }

    private static void assertRejected(ComputePermits permits, String message) {
        assertThatThrownBy(() -> acquire(permits))
                .isInstanceOf(OverloadedException.class)
                .hasMessage(message);
    }

    private static Thread waiting(ComputePermits permits, String model, RunKind kind, Runnable computation) {
        return waiting(() -> {
            try (Permit permit = permits.runs(model).acquire(kind)) {
                assertThat(permit).isNotNull();
                computation.run();
            }
        });
    }

    /** Starts a thread and returns it once it waits for a permit. */
    private static Thread waiting(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        return thread;
    }
}
