package dev.onward.protocol.oip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A little-endian buffer that grows while bytes arrive, up to a declared length. A request can declare any
 * length, so memory is reserved only for the bytes received. The buffer at most doubles each time.
 */
final class GrowingBuffer {

    /** Enough for most requests, in bytes. */
    private static final int INITIAL_CAPACITY = 1 << 16;

    private final long maxLength;
    private ByteBuffer bytes;

    /** @param maxLength in bytes, never exceeded */
    GrowingBuffer(long maxLength) {
        this.maxLength = maxLength;
        this.bytes = allocate(Math.min(maxLength, INITIAL_CAPACITY));
    }

    /**
     * The buffer at its end, with room for this number of additional bytes. The buffer is replaced when it grows, so it
     * must not be kept.
     */
    ByteBuffer withRoom(int needed) {
        if (bytes.remaining() < needed) {
            long doubled = Math.max(2L * bytes.capacity(), (long) bytes.position() + needed);
            bytes = allocate(Math.min(doubled, Math.min(maxLength, Integer.MAX_VALUE)))
                    .put(bytes.flip());
        }
        return bytes;
    }

    /**
     * Adds bytes of a stream.
     *
     * @return their number, below {@code max} only at the end of the stream
     */
    int read(InputStream in, int max) throws IOException {
        ByteBuffer room = withRoom(max);
        int count = in.readNBytes(room.array(), room.arrayOffset() + room.position(), max);
        room.position(room.position() + count);
        return count;
    }

    /** The number of bytes received so far. */
    int length() {
        return bytes.position();
    }

    /** The buffer from 0 to its limit, ready to be read. The caller owns it. */
    ByteBuffer finish() {
        return bytes.flip();
    }

    private static ByteBuffer allocate(long capacity) {
        return ByteBuffer.allocate(Math.toIntExact(capacity)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
