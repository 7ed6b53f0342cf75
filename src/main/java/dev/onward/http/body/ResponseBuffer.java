package dev.onward.http.body;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A response that is kept in memory while it is small or there is memory for it, and in a file from then on. */
final class ResponseBuffer implements Closeable {

    /** In bytes: more than a page or the predictions for a few hundred rows. */
    private static final int MAX_SMALL = 64 * 1024;

    /** The initial capacity of the first part, in bytes. */
    private static final int FIRST_PART = 256;

    /** The capacity of further parts. They are added once the response is larger than this. */
    private static final int PART = 16 * 1024;

    private final RequestResources resources;
    private final boolean mayBlock;
    private final OutputStream out = new Out();
    private Memory memory = new Memory();
    private boolean hasMore;
    private Optional<ResponseSpool> spool = Optional.empty();

    /** @param mayBlock whether the thread may use a file; otherwise a {@link WouldBlockException} is thrown */
    ResponseBuffer(RequestResources resources, boolean mayBlock) {
        this.resources = resources;
        this.mayBlock = mayBlock;
    }

    /** The stream to write the response to. Closing it has no effect. */
    OutputStream out() {
        return out;
    }

    /** Returns the number of bytes written and flushed. */
    long length() throws IOException {
        return spool.isPresent() ? spool.get().length() : memory.size();
    }

    /** Returns what has been written, from the start. */
    InputStream content() throws IOException {
        return spool.isPresent() ? spool.get().content() : memory.content();
    }

    /** Checks whether this number of bytes can be kept in memory. */
    private boolean isInMemory(int length) {
        if (length <= MAX_SMALL) {
            return true;
        } else if (!mayBlock) {
            throw new WouldBlockException();
        }
        hasMore = hasMore
                || (length <= ResponseMemory.MAX_RESPONSE
                        && resources.responses().take());
        return hasMore && length <= ResponseMemory.MAX_RESPONSE;
    }

    private void giveBack() {
        if (hasMore) {
            resources.responses().giveBack();
            hasMore = false;
        }
    }

    @Override
    public void close() throws IOException {
        giveBack();
        if (spool.isPresent()) {
            spool.get().close();
        }
    }

    /** Collects bytes in parts, so that they are not copied as the response grows. */
    private static final class Memory {

        private final List<Part> full = new ArrayList<>(0);
        private Part last = new Part(FIRST_PART);
        private int fullSize;

        private static final class Part extends ByteArrayOutputStream {

            Part(int capacity) {
                super(capacity);
            }

            int room() {
                return buf.length - count;
            }

            /** Not a copy: nothing is written once the content is read. */
            InputStream content() {
                return new ByteArrayInputStream(buf, 0, count);
            }
        }

        int size() {
            return fullSize + last.size();
        }

        void write(byte[] bytes, int offset, int length) {
            // The part grows while the response is small.
            int first = size() + length <= PART ? length : Math.min(length, last.room());
            last.write(bytes, offset, first);
            if (first < length) {
                full.add(last);
                fullSize += last.size();
                last = new Part(Math.max(PART, length - first));
                last.write(bytes, offset + first, length - first);
            }
        }

        void writeTo(OutputStream out) throws IOException {
            for (Part part : full) {
                part.writeTo(out);
            }
            last.writeTo(out);
        }

        InputStream content() {
            if (full.isEmpty()) {
                return last.content();
            }
            List<InputStream> parts = new ArrayList<>();
            full.forEach(part -> parts.add(part.content()));
            parts.add(last.content());
            return new SequenceInputStream(Collections.enumeration(parts));
        }
    }

    private final class Out extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it but the time of others
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (spool.isEmpty() && !isInMemory(memory.size() + length)) {
                ResponseSpool file = ResponseSpool.create(resources.spoolFolder(), resources.spoolLimit());
                spool = Optional.of(file);
                memory.writeTo(file.out());
                memory = new Memory();
                giveBack();
            }
            if (spool.isPresent()) {
                spool.get().out().write(bytes, offset, length);
                // A large response takes milliseconds to write, and a prediction that waits for a processor much less.
                Thread.yield();
            } else {
                memory.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (spool.isPresent()) {
                spool.get().out().flush();
            }
        }
    }
}
