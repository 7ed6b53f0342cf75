package dev.onward.launch.jetty;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
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
    private byte[] first = {};

    /** The first chunk and the further ones; empty as long as there is one chunk, as there is for most requests. */
    private Optional<ByteArrayOutputStream> joined = Optional.empty();

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
                held.addAndGet(-size());
                receiver.receive(chunk);
                return;
            }
            byte[] content = new byte[chunk.remaining()];
            chunk.getByteBuffer().get(content);
            add(content);
            held.addAndGet(content.length);
            boolean isLast = chunk.isLast();
            chunk.release();
            if (isLast || size() >= SIZE) {
                byte[] part = joined.map(ByteArrayOutputStream::toByteArray).orElse(first);
                receiver.receive(PacedRequest.chunk(part, isLast));
                return;
            }
        }
        long now = System.nanoTime();
        long deadline = end.orElse(now + maxNanos);
        end = OptionalLong.of(deadline);
        TimedDemand.start(request, this, Math.max(0, deadline - now));
    }

    private void add(byte[] content) {
        if (first.length == 0) {
            first = content;
        } else if (content.length > 0) {
            ByteArrayOutputStream bytes = joined.orElseGet(ByteArrayOutputStream::new);
            if (joined.isEmpty()) {
                bytes.writeBytes(first);
                joined = Optional.of(bytes);
            }
            bytes.writeBytes(content);
        }
    }

    private int size() {
        return joined.map(ByteArrayOutputStream::size).orElse(first.length);
    }
}
