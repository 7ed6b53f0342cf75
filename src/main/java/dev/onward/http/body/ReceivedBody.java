package dev.onward.http.body;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of a request as the container receives it: the part that has been read, and the rest, which is drained after
 * the handlers have returned. For the thread that answers the request.
 */
public final class ReceivedBody {

    static final String TOO_SLOW = "the body was sent too slowly";

    /** The part of a refused body that is read after all, in bytes: what has usually been sent already. */
    private static final long MAX_REST = 64 * 1024;

    /** The time spent on the rest of a body. */
    private static final Duration MAX_REST_TIME = Duration.ofSeconds(2);

    /** The time after which a client that sends nothing more is not waited for. */
    private static final Duration MAX_REST_PAUSE = Duration.ofMillis(500);

    private static final long POLL_MILLIS = 10;

    private final HttpServletRequest request;

    /** Looked up once, because a container searches all headers for it. */
    private final long length;

    private long drainLimit = MAX_REST;
    private long arrived;
    private boolean isOpened;
    private boolean isEnded;
    private boolean isBroken;

    public ReceivedBody(HttpServletRequest request) {
        this.request = request;
        this.length = request.getContentLengthLong();
    }

    /** The Content-Length, in bytes; -1 if the body has none. */
    public long length() {
        return length;
    }

    /**
     * Opens the body. Closing the stream has no effect: the container closes it.
     *
     * @return a stream that throws a {@link BodyException} if the body is incomplete or sent too slowly
     */
    InputStream open() throws IOException {
        isOpened = true;
        return new Arriving(request.getInputStream());
    }

    /** Records that the container has begun to read the body by itself. */
    void openedByContainer() {
        isOpened = true;
    }

    /** Records that the container has read the body to its end. */
    void endedByContainer() {
        isEnded = true;
    }

    /** Returns whether a handler has begun to read it. */
    public boolean isOpened() {
        return isOpened;
    }

    /** Returns whether nothing of a body is left to read. */
    public boolean isEnded() {
        return isEnded
                || (length >= 0 && arrived >= length)
                || (length < 0 && request.getHeader("Transfer-Encoding") == null);
    }

    /** @param limit the part of the rest that is drained after the response, in bytes; 64 KiB by default */
    public void drainLimit(long limit) {
        drainLimit = limit;
    }

    /** Reads and drops what has arrived of the rest, at most 64 KiB, without waiting. */
    public void skim() {
        drain(Math.min(drainLimit, MAX_REST), Duration.ZERO);
    }

    /**
     * Reads and drops the rest, for at most 2 s, because a client that is still sending would not see a response if the
     * connection was closed at once.
     */
    public void linger() {
        drain(drainLimit, MAX_REST_TIME);
    }

    /**
     * The part of the rest to be drained after the response, in bytes. Nothing is read from a client that waits for
     * permission to send, or whose body has failed.
     */
    public long restLimit() {
        boolean isOver = isBroken || isEnded();
        boolean waits = !isOver && !isOpened && request.getHeader("Expect") != null;
        return isOver || waits ? 0 : drainLimit;
    }

    private void drain(long limit, Duration time) {
        if (restLimit() == 0) {
            return;
        }
        long start = System.nanoTime();
        try {
            byte[] buffer = new byte[(int) Math.min(8192, limit)];
            long drained = 0;
            long lastArrival = start;
            while (!isBroken && !isEnded() && drained < limit) {
                boolean isOver = System.nanoTime() - start >= time.toNanos()
                        || System.nanoTime() - lastArrival >= MAX_REST_PAUSE.toNanos();
                // Reading what is available is the only way of the blocking API that never waits for a slow sender.
                InputStream body = request.getInputStream();
                int available = Math.min(body.available(), (int) Math.min(buffer.length, limit - drained));
                if (available > 0 && (!isOver || time.isZero())) {
                    int count = body.read(buffer, 0, available);
                    isEnded = count < 0;
                    drained += Math.max(0, count);
                    lastArrival = System.nanoTime();
                    arrived += Math.max(0, count);
                } else if (isOver) {
                    return;
                } else {
                    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                }
            }
        } catch (IOException | RuntimeException e) {
            // The client has disconnected, or the container has already read the body.
            isBroken = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the sender was too slow, which containers report by timeouts of different types. */
    static boolean isTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private final class Arriving extends BodyFilter {

        Arriving(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                int read = in.read(buffer, offset, length);
                isEnded |= read < 0;
                arrived += Math.max(0, read);
                return read;
            } catch (IOException e) {
                isBroken = true;
                throw isTimeout(e)
                        ? new BodyException(408, TOO_SLOW)
                        : new BodyException(
                                400, "the body is incomplete: it ended early, or the client stopped sending");
            }
        }

        @Override
        public void close() {}
    }
}
