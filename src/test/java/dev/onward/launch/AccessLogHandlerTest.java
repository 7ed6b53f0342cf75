package dev.onward.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Log;
import dev.onward.Patience;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AccessLogHandlerTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void writesEachMessageInALineSoon() {
        AccessLogHandler handler = AccessLogHandler.start(written);

        handler.publish(new LogRecord(Level.INFO, "{\"id\":\"ä\"}"));
        handler.publish(new LogRecord(Level.INFO, "{\"id\":\"2\"}"));

        Patience.await(() -> text().equals("{\"id\":\"ä\"}\n{\"id\":\"2\"}\n"), "both lines are written");
        handler.close();
    }

    @Test
    void writesWhatWaitsBeforeItIsClosed() {
        AccessLogHandler handler = AccessLogHandler.start(written);
        List<String> lines =
                IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList();
        lines.forEach(line -> handler.publish(new LogRecord(Level.INFO, line)));

        handler.close();

        assertThat(text().lines()).containsExactlyElementsOf(lines);
    }

    @Test
    void letsNobodyWaitForABlockedOutput() {
        Log.start();
        BlockedOutput blocked = new BlockedOutput();
        AccessLogHandler handler = AccessLogHandler.start(blocked);
        handler.publish(new LogRecord(Level.INFO, "first"));
        blocked.awaitWrite();

        for (int i = 0; i < AccessLogHandler.MAX_LINES + 7; i++) {
            handler.publish(new LogRecord(Level.INFO, "line " + i));
        }
        blocked.release();

        Patience.await(
                () -> !Log.containing("7 lines of the access log were lost, because the reader of")
                        .isEmpty(),
                "the number of lost lines is logged");
        handler.close();
        assertThat(text().lines())
                .hasSize(AccessLogHandler.MAX_LINES + 1)
                .startsWith("first", "line 0")
                .endsWith("line " + (AccessLogHandler.MAX_LINES - 1));
    }

    @Test
    void reportsOnceThatTheOutputCannotBeWritten() {
        Log.start();
        FullOutput full = new FullOutput();
        AccessLogHandler handler = AccessLogHandler.start(full);

        handler.publish(new LogRecord(Level.INFO, "first"));
        Patience.await(() -> !reports().isEmpty(), "the loss is logged");
        handler.publish(new LogRecord(Level.INFO, "second"));
        full.awaitWrites(2);
        handler.publish(new LogRecord(Level.INFO, "third"));
        handler.close();

        assertThat(reports())
                .singleElement()
                .asString()
                .contains("1 lines of the access log were lost, because standard output cannot be written: the disk of"
                        + " this test is full");
        assertThat(full.writes).isEqualTo(3);
    }

    private static List<String> reports() {
        return Log.containing("the disk of this test is full");
    }

    private String text() {
        return written.toString(UTF_8);
    }

    /** A file on a disk without space. */
    private static final class FullOutput extends OutputStream {

        private volatile int writes;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // by a single thread
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes++;
            throw new IOException("the disk of this test is full");
        }

        void awaitWrites(int count) {
            Patience.await(() -> writes >= count, "it has been written to");
        }
    }

    /** A pipe that nothing reads until it is released. */
    private final class BlockedOutput extends OutputStream {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            begun.countDown();
            await(released);
            written.write(bytes, offset, length);
        }

        void awaitWrite() {
            await(begun);
        }

        void release() {
            released.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
