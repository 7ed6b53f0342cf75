package dev.onward.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.onnx.guard.GuardLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FolderPollerTest {

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

    private static FolderPoller poller(Runnable scan) {
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
        ModelLoader loader = new ModelLoader(Duration.ofSeconds(30), GuardLimits.defaults());
        return new FolderPoller(source, loader, ModelRepository.failed("there is no model yet"));
    }
}
