package dev.onward.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("the runtime's log is that of the JVM")
class ExtractionLogTest {

    private static final Logger RUNTIME = Logger.getLogger("ai.onnxruntime.OnnxRuntime");

    @Test
    void deletesWhatTheRuntimeMeansToDeleteLater(@TempDir Path folder) throws IOException {
        Path ours = Files.createFile(folder.resolve("ours"));
        Path theirs = Files.createFile(folder.resolve("theirs"));

        ExtractionLog.during(log -> {
            RUNTIME.fine("Deleting " + ours + " on exit");
            finish(new Thread(() -> RUNTIME.fine("Deleting " + theirs + " on exit")));
            return log;
        });

        assertThat(ours).doesNotExist();
        assertThat(theirs).exists();
    }

    @Test
    void hearsTheFaultsOfItsOwnThreadOnly() {
        RuntimeException ours = new IllegalStateException("ours");

        Optional<Throwable> fault = ExtractionLog.during(log -> {
            RUNTIME.log(Level.FINE, "failed", ours);
            finish(new Thread(() -> RUNTIME.log(Level.FINE, "failed", new IllegalStateException("theirs"))));
            return log.error();
        });

        assertThat(fault).contains(ours);
    }

    /** As two applications do that start at the same time: one after the other, or the log would not be what it was. */
    @Test
    void isForOneAtATime() {
        List<String> order = new CopyOnWriteArrayList<>();
        Thread second = new Thread(() -> ExtractionLog.during(log -> order.add("second")));

        ExtractionLog.during(log -> {
            second.start();
            join(second, 200);
            return order.add("first");
        });
        join(second, 0);

        assertThat(order).containsExactly("first", "second");
        assertThat(RUNTIME.getFilter()).isNull();
        assertThat(RUNTIME.getLevel()).isNull();
    }

    private static void finish(Thread thread) {
        thread.start();
        join(thread, 0);
    }

    private static void join(Thread thread, long milliseconds) {
        try {
            thread.join(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
