package dev.onward.web;

import dev.onward.table.TooLargeException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An answer that waits in a temporary file until the whole request has been read. Ordinary clients do not read while
 * they send; an answer written meanwhile fills every buffer on the way and then both sides wait for ever.
 */
final class Spool implements AutoCloseable {

    private final FileChannel file;
    private final OutputStream out;

    private Spool(FileChannel file, long limit) {
        this.file = file;
        this.out = new Limited(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16), limit);
    }

    /** A new spool in this folder, into which writing more than the limit fails. */
    static Spool create(Path folder, long limit) {
        try {
            Path path = Files.createTempFile(folder, "onward-answer", ".spool");
            // Its name is gone at once where the system has that, so that no end of this process leaves the file
            // behind.
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new Spool(file, limit);
        } catch (IOException e) {
            throw new IllegalStateException("no answer can be spooled in " + folder, e);
        }
    }

    /** Where the answer is written to. */
    OutputStream out() {
        return out;
    }

    /** Sends the whole answer, with its length. */
    void send(HttpServletResponse response) throws IOException {
        out.flush();
        response.setContentLengthLong(file.size());
        file.position(0);
        Channels.newInputStream(file).transferTo(response.getOutputStream());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static final class Limited extends FilterOutputStream {

        private final long limit;
        private long count;

        Limited(OutputStream out, long limit) {
            super(out);
            this.limit = limit;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            if (count > limit) {
                throw new TooLargeException("expected an answer of at most " + limit + " bytes, got more");
            }
            out.write(bytes, offset, length);
        }
    }
}
