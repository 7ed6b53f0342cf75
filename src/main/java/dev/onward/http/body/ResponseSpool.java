package dev.onward.http.body;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A response that is kept in a temporary file until the whole request has been read. Most clients do not read while
 * they send. A response written during that time would fill all buffers, and both sides would then wait forever.
 */
public final class ResponseSpool implements AutoCloseable {

    private final FileChannel file;
    private final OutputStream out;
    private boolean isHandedOver;

    private ResponseSpool(FileChannel file, long limit) {
        this.file = file;
        this.out = new Limited(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16), limit);
    }

    /**
     * Creates a spool.
     *
     * @param limit in bytes; writing more fails with status 413
     * @throws StorageException if the disk is full
     * @throws IllegalStateException if no file can be created in the folder
     */
    public static ResponseSpool create(Path folder, long limit) {
        try {
            Path path = Files.createTempFile(folder, "onward-answer", ".spool");
            // If the system supports it, the name is deleted at once, so that a killed process leaves no file behind.
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            return new ResponseSpool(file, limit);
        } catch (IOException e) {
            StorageException.throwIfFullDisk(e);
            throw new IllegalStateException("cannot spool responses in " + folder, e);
        }
    }

    /** The stream to write the response to. Writing fails with a {@link StorageException} if the disk is full. */
    public OutputStream out() {
        return out;
    }

    /** Ends the writing and returns the file, which the caller closes when it has sent the response. */
    Closeable handOver() throws IOException {
        out.flush();
        isHandedOver = true;
        return file;
    }

    /** Returns the number of bytes that have reached the file. */
    long length() throws IOException {
        return file.size();
    }

    /** Returns what has been written, from the start. */
    InputStream content() throws IOException {
        file.position(0);
        return Channels.newInputStream(file);
    }

    /** Closes the file, unless it has been handed over to be sent. */
    @Override
    public void close() throws IOException {
        if (!isHandedOver) {
            file.close();
        }
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
                throw new BodyException(413, "expected a response of at most " + limit + " bytes, got more");
            }
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                StorageException.throwIfFullDisk(e);
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                StorageException.throwIfFullDisk(e);
                throw e;
            }
        }
    }
}
