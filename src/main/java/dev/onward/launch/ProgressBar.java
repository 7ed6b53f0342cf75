package dev.onward.launch;

import dev.onward.csv.CsvScorer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Help.Ansi;

/** The progress of reading a file, on one line of a terminal. Prints nothing if there is no terminal. */
final class ProgressBar implements CsvScorer.ProgressListener {

    private static final int WIDTH = 30;
    private static final long INTERVAL_NANOS = 200_000_000;

    private final PrintWriter err;
    private final boolean terminal = Ansi.AUTO.enabled();
    private final long size;
    private final AtomicLong read = new AtomicLong();
    private long shownAt = System.nanoTime();

    ProgressBar(Path file, PrintWriter err) throws IOException {
        this.err = err;
        this.size = Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    /** A stream that counts, for this bar, the bytes read from the given one. */
    InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = in.read(buffer, offset, length);
                read.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    @Override
    public void update(CsvScorer.Count count) {
        boolean done = size > 0 && read.get() >= size;
        if (terminal && (done || System.nanoTime() - shownAt > INTERVAL_NANOS)) {
            shownAt = System.nanoTime();
            int filled = size == 0 ? 0 : (int) (WIDTH * read.get() / size);
            err.printf(Locale.ROOT, "\r[%s%s] %,d rows", "#".repeat(filled), " ".repeat(WIDTH - filled), count.rows());
            if (done) {
                err.print('\r');
            }
            err.flush();
        }
    }
}
