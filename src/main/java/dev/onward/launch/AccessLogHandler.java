package dev.onward.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Writes the access log, each message in a line without a prefix. A thread of its own writes the lines of a few
 * milliseconds at once, so a request neither makes a system call for its line nor waits for whatever reads the output.
 * If the output is blocked for long or cannot be written, lines are lost, and their number is logged.
 */
final class AccessLogHandler extends Handler {

    private static final System.Logger LOG = System.getLogger(AccessLogHandler.class.getName());

    /** The maximum number of lines that wait: about three megabytes, and the requests of a second on a busy machine. */
    static final int MAX_LINES = 8_192;

    private static final int MAX_LINES_AT_ONCE = 1_024;
    private static final long COLLECTING_MILLIS = 5;
    private static final long CLOSE_MILLIS = 2_000;
    private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();

    private static final String SLOW =
            "the reader of standard output is too slow; speed it up, or use --access-log false";

    private final OutputStream out;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_LINES);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer = new Thread(this::writeUntilInterrupted, "onward-access-log");

    /** For the writer, as the two below are: lines that it writes at once. */
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    private String reason = SLOW;

    private long lastReport = System.nanoTime() - REPORT_NANOS;

    /** Creates a handler that writes in UTF-8, and starts its thread. It does not close the output. */
    static AccessLogHandler start(OutputStream out) {
        AccessLogHandler handler = new AccessLogHandler(out);
        handler.setLevel(Level.ALL);
        handler.writer.setDaemon(true);
        handler.writer.start();
        return handler;
    }

    private AccessLogHandler(OutputStream out) {
        this.out = out;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry) && !waiting.offer(entry.getMessage())) {
            lost.incrementAndGet();
        }
    }

    /** Does nothing: what is logged is written within milliseconds. */
    @Override
    public void flush() {}

    /** Returns when all lines have been written, or after two seconds if the output is blocked. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilInterrupted() {
        List<String> lines = new ArrayList<>();
        try {
            while (true) {
                lines.add(waiting.take());
                Thread.sleep(COLLECTING_MILLIS);
                writeWaiting(lines);
            }
        } catch (InterruptedException e) {
            writeWaiting(lines);
        }
    }

    /** Writes these lines and all that wait, and removes them. */
    private void writeWaiting(List<String> lines) {
        while (waiting.drainTo(lines, MAX_LINES_AT_ONCE) > 0 || !lines.isEmpty()) {
            for (String line : lines) {
                text.writeBytes(line.getBytes(UTF_8));
                text.write('\n');
            }
            try {
                text.writeTo(out);
                out.flush();
                reason = SLOW;
            } catch (IOException e) {
                lost.addAndGet(lines.size());
                reason = "standard output cannot be written: " + e.getMessage();
            }
            text.reset();
            lines.clear();
        }
        reportLost();
    }

    private void reportLost() {
        long now = System.nanoTime();
        if (lost.get() > 0 && now - lastReport >= REPORT_NANOS) {
            lastReport = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    lost.getAndSet(0) + " lines of the access log were lost, because " + reason);
        }
    }
}
