package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.model.FeatureOptions;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.repository.ModelRepository.FileOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FolderPollerTest {

    /** In nanoseconds. */
    private final AtomicLong now = new AtomicLong();

    @Test
    void pollsInAThreadOfItsOwnUntilItIsClosed() throws InterruptedException {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CountDownLatch polls = new CountDownLatch(4);
        FolderPoller poller = poller(() -> {
            threads.add(Thread.currentThread());
            polls.countDown();
        });

        poller.start(Duration.ofMillis(1));
        polls.await();
        poller.close();

        assertThat(threads.get(0)).isSameAs(Thread.currentThread());
        assertThat(threads.get(1)).isNotSameAs(Thread.currentThread());
        assertThat(threads.subList(1, threads.size())).containsOnly(threads.get(1));
        assertThat(threads.get(1).isAlive()).isFalse();
    }

    @Test
    void goesOnAfterAnUnexpectedException() throws InterruptedException {
        CountDownLatch polls = new CountDownLatch(3);
        FolderPoller poller = poller(() -> {
            polls.countDown();
            throw new IllegalStateException("thrown by the test");
        });

        poller.start(Duration.ofMillis(1));
        polls.await();
        poller.close();

        assertThat(polls.getCount()).isZero();
    }

    @Test
    void goesOnAfterAnError() throws InterruptedException {
        CountDownLatch polls = new CountDownLatch(3);
        FolderPoller poller = poller(() -> {
            polls.countDown();
            throw new NoClassDefFoundError("thrown by the test");
        });

        poller.start(Duration.ofMillis(1));
        polls.await();
        poller.close();

        assertThat(polls.getCount()).isZero();
    }

    @Test
    void reportsThatTheLastPollIsLongAgo() {
        AtomicBoolean fails = new AtomicBoolean();
        FolderPoller poller = poller(() -> {
            if (fails.get()) {
                throw new OutOfMemoryError("thrown by the test");
            }
        });
        poller.start(Duration.ofHours(1));

        now.addAndGet(Duration.ofHours(5).toNanos());
        Optional<String> inTime = poller.overdue();
        now.addAndGet(Duration.ofHours(1).toNanos());
        Optional<String> late = poller.overdue();
        fails.set(true);
        poll(poller);
        Optional<String> failed = poller.overdue();
        Optional<Duration> age = poller.age();
        fails.set(false);
        poll(poller);
        Optional<String> repaired = poller.overdue();
        poller.close();

        assertThat(inTime).isEmpty();
        assertThat(late)
                .contains("the test's source was last checked 21600 s ago, but should be checked every 3600.0 s;"
                        + " changes may go unnoticed");
        assertThat(failed).isEqualTo(late);
        assertThat(age).contains(Duration.ofHours(6));
        assertThat(repaired).isEmpty();
    }

    @Test
    void reportsNoDelayOfSomeSeconds() {
        AtomicBoolean hangs = new AtomicBoolean();
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        FolderPoller poller = poller(() -> {
            if (hangs.get()) {
                hanging.countDown();
                await(ended);
            }
        });
        poller.start(Duration.ofMillis(1));
        hangs.set(true);
        await(hanging);

        now.addAndGet(Duration.ofSeconds(5).toNanos());
        Optional<String> delayed = poller.overdue();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        Optional<String> late = poller.overdue();
        ended.countDown();
        poller.close();

        assertThat(delayed).isEmpty();
        assertThat(late).isPresent();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void poll(FolderPoller poller) {
        try {
            poller.poll();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private FolderPoller poller(Runnable scan) {
        ModelSource source = new ModelSource() {
            @Override
            public Content scan() {
                scan.run();
                return new Content();
            }

            @Override
            public String emptyReason() {
                return "there are no files";
            }

            @Override
            public String name() {
                return "the test's source";
            }
        };
        ModelLoader loader = new ModelLoader(
                new FileOptions(Duration.ZERO, Duration.ofSeconds(30), GuardLimits.defaults(), FeatureOptions.DEFAULT));
        return new FolderPoller(source, loader, ModelRepository.failed("there is no model yet"), now::get);
    }
}
