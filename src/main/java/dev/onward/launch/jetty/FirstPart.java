package dev.onward.launch.jetty;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads the first part of a body, which for most requests is all of it, without holding a thread. The bytes are copied:
 * Jetty's own chunks each keep a whole buffer, even for a single byte.
 */
final class FirstPart implements Invocable.Task {

    /** In bytes. */
    static final int SIZE = 16 * 1024;

    private final Request request;
    private final long maxNanos;
    private final AtomicLong held;
    private final Receiver receiver;

    /** As long as the first chunk, which for most requests is the only one, until a second one comes. */
    private byte[] bytes = {};

    private int size;

    /** The end of the time, from the first wait on: most requests have arrived in full. */
    private OptionalLong end = OptionalLong.empty();

    /** Receives the first part. */
    interface Receiver {

        /**
         * Must not block.
         *
         * @param part the last chunk of the body, a first part of it, or the failure to read it
         */
        void receive(Content.Chunk part);
    }

    /**
     * @param maxNanos the time for the whole part, after which the request fails
     * @param held counts the bytes that all requests hold; the receiver subtracts those of the part
     */
    FirstPart(Request request, long maxNanos, AtomicLong held, Receiver receiver) {
        this.request = request;
        this.maxNanos = maxNanos;
        this.held = held;
        this.receiver = receiver;
    }

    @Override
    public void run() {
        read();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Reads what has arrived. If this is the whole part, it is received before this method returns. */
    void read() {
        for (Content.Chunk chunk = request.read(); chunk != null; chunk = request.read()) {
            if (Content.Chunk.isFailure(chunk)) {
                held.addAndGet(-size);
                receiver.receive(chunk);
                return;
            }
            add(chunk);
            boolean isLast = chunk.isLast();
            chunk.release();
            if (isLast || size >= SIZE) {
                receiver.receive(PacedRequest.chunk(ByteBuffer.wrap(bytes, 0, size), isLast));
                return;
            }
        }
        long now = System.nanoTime();
        long deadline = end.orElse(now + maxNanos);
        end = OptionalLong.of(deadline);
        TimedDemand.start(request, this, Math.max(0, deadline - now));
    }

    private void add(Content.Chunk chunk) {
        int count = chunk.remaining();
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, size == 0 ? count : Math.max(SIZE, size + count));
        }
        chunk.getByteBuffer().get(bytes, size, count);
        size += count;
        held.addAndGet(count);
    }
}
