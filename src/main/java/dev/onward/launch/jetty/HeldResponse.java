package dev.onward.launch.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A response of which the application's writes succeed at once, into memory, and which is sent when it is complete:
 *
 * <ul>
 *   <li>a refusal for overload, 503 with Retry-After, after a delay. Otherwise, clients that try again at once would
 *       take the processors from the requests in progress. No thread waits meanwhile.
 *   <li>the response of a selector's thread, which must not wait for the client.
 * </ul>
 */
final class HeldResponse extends Response.Wrapper {

    static final int MIN_DELAY_MILLIS = 100;
    private static final int MAX_DELAY_MILLIS = 500;

    private final Optional<HandOver> handOver;
    private @Nullable Bytes held;

    /** @param handOver as long as which is pending, the thread must not block */
    HeldResponse(Request request, Response response, Optional<HandOver> handOver) {
        super(request, response);
        this.handOver = handOver;
    }

    private boolean mustNotBlock() {
        return handOver.filter(HandOver::isPending).isPresent();
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        if (held == null && (mustNotBlock() || isRefusal())) {
            held = new Bytes(bytes == null ? 0 : bytes.remaining());
        }
        if (held == null) {
            super.write(last, bytes, callback);
            return;
        }
        if (bytes != null) {
            held.add(bytes);
        }
        callback.succeeded();
    }

    private boolean isRefusal() {
        return getStatus() == HttpStatus.SERVICE_UNAVAILABLE_503
                && getHeaders().contains(HttpHeader.RETRY_AFTER)
                && !super.isCommitted();
    }

    @Override
    public boolean isCommitted() {
        return held != null || super.isCommitted();
    }

    /**
     * Sends what is held.
     *
     * @param sent completed when the whole response has been sent
     */
    void complete(Callback sent) {
        if (held == null) {
            sent.succeeded();
            return;
        }
        ByteBuffer content = held.content();
        if (mustNotBlock()) {
            super.write(true, content, sent);
            return;
        }
        Request request = getRequest();
        request.getComponents()
                .getScheduler()
                .schedule(
                        () -> request.getContext().execute(() -> super.write(true, content, sent)),
                        delayMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A random delay, so that clients that were refused at the same time do not return at the same time. */
    static long delayMillis() {
        return ThreadLocalRandom.current().nextInt(MIN_DELAY_MILLIS, MAX_DELAY_MILLIS + 1);
    }

    private static final class Bytes extends ByteArrayOutputStream {

        Bytes(int capacity) {
            super(capacity);
        }

        void add(ByteBuffer bytes) {
            if (bytes.hasArray()) {
                write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
                bytes.position(bytes.limit());
            } else {
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                writeBytes(copy);
            }
        }

        /** Not a copy. */
        ByteBuffer content() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }
}
