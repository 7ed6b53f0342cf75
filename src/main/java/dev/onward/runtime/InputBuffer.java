package dev.onward.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A direct buffer for the inputs of one run, which the runtime reads in place. Closing it returns it for another run,
 * so that there are about as many buffers as there are concurrent runs.
 */
public final class InputBuffer implements AutoCloseable {

    /** The alignment of slices, in bytes. */
    private static final int ALIGNMENT = 8;

    private static final int MIN_CAPACITY = 1 << 12;

    /** The capacity of the largest buffer that is kept, in bytes: enough for a thousand rows of a wide table. */
    private static final int MAX_KEPT_CAPACITY = 1 << 20;

    private static final Deque<ByteBuffer> FREE = new ConcurrentLinkedDeque<>();

    private final ByteBuffer buffer;
    private int end;

    private InputBuffer(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /**
     * Takes a buffer.
     *
     * @param bytes the sum of the {@link #aligned} lengths of all slices
     */
    public static InputBuffer take(int bytes) {
        if (bytes > MAX_KEPT_CAPACITY) {
            return new InputBuffer(ByteBuffer.allocateDirect(bytes));
        }
        ByteBuffer free = FREE.pollFirst();
        if (free != null && free.capacity() >= bytes) {
            return new InputBuffer(free);
        }
        int powerOfTwo = Integer.highestOneBit(Math.max(1, bytes - 1)) * 2;
        return new InputBuffer(ByteBuffer.allocateDirect(Math.max(MIN_CAPACITY, powerOfTwo)));
    }

    /** The length that a slice occupies. */
    public static int aligned(int bytes) {
        return Math.addExact(bytes, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The next slice, in native order. Its content is undefined. */
    public ByteBuffer slice(int bytes) {
        ByteBuffer slice = buffer.slice(end, bytes).order(ByteOrder.nativeOrder());
        end += aligned(bytes);
        return slice;
    }

    /** The buffer that later runs use again. */
    ByteBuffer whole() {
        return buffer;
    }

    /** Returns the buffer for another run. Its slices must no longer be used, nor the tensors made of them. */
    @Override
    public void close() {
        if (buffer.capacity() <= MAX_KEPT_CAPACITY) {
            FREE.addFirst(buffer);
        }
    }
}
