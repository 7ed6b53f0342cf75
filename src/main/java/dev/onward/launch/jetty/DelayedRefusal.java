package dev.onward.launch.jetty;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A response that is sent after a delay if the application refuses the request for overload: 503 with Retry-After.
 * Otherwise, clients that try again at once would take the processors from the requests in progress. No thread waits
 * meanwhile: the application's writes succeed at once, into memory.
 */
final class DelayedRefusal extends Response.Wrapper {

    static final int MIN_DELAY_MILLIS = 100;
    private static final int MAX_DELAY_MILLIS = 500;

    private @Nullable ByteArrayOutputStream refusal;

    DelayedRefusal(Request request, Response response) {
        super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
        if (refusal == null && isRefusal()) {
            refusal = new ByteArrayOutputStream();
        }
        if (refusal == null) {
            super.write(last, bytes, callback);
            return;
        }
        if (bytes != null) {
            byte[] content = new byte[bytes.remaining()];
            bytes.get(content);
            refusal.writeBytes(content);
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
        return refusal != null || super.isCommitted();
    }

    /**
     * Sends the refusal, if the response is one.
     *
     * @param sent completed when the whole response has been sent
     */
    void complete(Callback sent) {
        if (refusal == null) {
            sent.succeeded();
            return;
        }
        ByteBuffer content = ByteBuffer.wrap(refusal.toByteArray());
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
}
