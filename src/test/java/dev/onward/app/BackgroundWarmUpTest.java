package dev.onward.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Log;
import dev.onward.Patience;
import dev.onward.serving.WarmUp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class BackgroundWarmUpTest {

    private static final Duration SHORT = Duration.ofMillis(5);

    @Test
    void waitsUntilTheServerIsReady() throws InterruptedException {
        AtomicInteger questions = new AtomicInteger();
        AtomicBoolean ready = new AtomicBoolean();
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        List<WarmUp> work = List.of(runs::incrementAndGet, done::countDown);
        BooleanSupplier isReady = () -> {
            questions.incrementAndGet();
            return ready.get();
        };
        try (BackgroundWarmUp warmUp = BackgroundWarmUp.start(work, SHORT, isReady)) {
            Patience.await(() -> questions.get() > 2, "it asks again");
            int runsBefore = runs.get();
            ready.set(true);
            done.await();

            assertThat(runsBefore).isZero();
            assertThat(runs).hasValue(1);
            Patience.await(() -> !warmUp.isRunning(), "the thread ends");
        }
    }

    @Test
    void continuesAfterAFailure() throws InterruptedException {
        Log.start();
        CountDownLatch done = new CountDownLatch(3);
        List<WarmUp> work = List.of(
                () -> {
                    done.countDown();
                    throw new IOException("warm-up-that-cannot-read");
                },
                () -> {
                    done.countDown();
                    throw new NoClassDefFoundError("warm-up-without-class");
                },
                done::countDown);
        BackgroundWarmUp warmUp = BackgroundWarmUp.start(work, SHORT, () -> true);
        boolean isDone = done.await(1, TimeUnit.MINUTES);
        warmUp.close();

        assertThat(isDone).isTrue();
        assertThat(Log.containing("warm-up-that-cannot-read")).hasSize(1);
        assertThat(Log.containing("warm-up-without-class")).hasSize(1);
    }

    @Test
    void doesNotBeginAfterItWasClosed() {
        AtomicInteger runs = new AtomicInteger();
        BackgroundWarmUp waiting =
                BackgroundWarmUp.start(List.of(runs::incrementAndGet), Duration.ofHours(1), () -> true);

        waiting.close();

        assertThat(waiting.isRunning()).isFalse();
        assertThat(runs).hasValue(0);
    }

    @Test
    void completesOnlyThePresentPieceOfWorkWhenItIsClosed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceeds = new CountDownLatch(1);
        AtomicBoolean completed = new AtomicBoolean();
        AtomicInteger others = new AtomicInteger();
        List<WarmUp> work = List.of(
                () -> {
                    begun.countDown();
                    awaitUninterruptibly(proceeds);
                    completed.set(true);
                },
                others::incrementAndGet);
        BackgroundWarmUp running = BackgroundWarmUp.start(work, SHORT, () -> true);
        begun.await();

        Thread closing = new Thread(running::close);
        closing.start();
        // The closing thread waits in join().
        Patience.await(() -> closing.getState() == Thread.State.TIMED_WAITING, "it waits for the piece of work");
        proceeds.countDown();
        closing.join();

        assertThat(running.isRunning()).isFalse();
        assertThat(completed).isTrue();
        assertThat(others).hasValue(0);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
