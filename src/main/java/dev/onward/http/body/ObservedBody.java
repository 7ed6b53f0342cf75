package dev.onward.http.body;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A body whose reads are reported to a listener. */
final class ObservedBody extends BodyFilter {

    /** The array for a body before this much has arrived, in bytes. */
    private static final int INITIAL_CAPACITY = 16 * 1024;

    /** The next array, in bytes. Further ones at most double. */
    private static final int SECOND_CAPACITY = 128 * 1024;

    private final long announced;
    private final TransferListener listener;

    /** @param announced the length in bytes; -1 if it is unknown */
    ObservedBody(InputStream body, long announced, TransferListener listener) {
        super(body);
        this.announced = announced;
        this.listener = listener;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = 0;
        if (in.available() == 0) {
            listener.beforeTransfer();
        }
        try {
            count = in.read(buffer, offset, length);
            return count;
        } finally {
            listener.afterTransfer(Math.max(0, count));
        }
    }

    /**
     * Reads all of it with fewer copies than its superclass, since the length of most bodies is announced. Its memory
     * depends on what has arrived.
     */
    @Override
    public byte[] readAllBytes() throws IOException {
        if (announced < 0) {
            return super.readAllBytes();
        }
        int capacity = in.available() < INITIAL_CAPACITY ? INITIAL_CAPACITY : SECOND_CAPACITY;
        byte[] bytes = new byte[(int) Math.min(announced, capacity)];
        int count = readNBytes(bytes, 0, bytes.length);
        while (count == bytes.length && count < announced) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.min(announced, Math.max(SECOND_CAPACITY, 2L * count))));
            count += readNBytes(bytes, count, bytes.length - count);
        }
        return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
    }
}
