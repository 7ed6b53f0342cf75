package dev.onward.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The body of a request, bounded by the application's own limits, since those of containers differ. For the thread that
 * answers the request.
 */
final class RequestBody {

    static final String TOO_SLOW = "the body was sent too slowly";

    /** The part of a refused body that is read after all, in bytes: what has usually been sent already. */
    static final long MAX_REST = 64 * 1024;

    /** The time spent on the rest of a body. */
    private static final Duration MAX_REST_TIME = Duration.ofSeconds(2);

    /** The time after which a client that sends nothing more is not waited for. */
    private static final Duration MAX_REST_PAUSE = Duration.ofMillis(500);

    private static final long POLL_MILLIS = 10;

    /** Memory is drawn in steps of this many bytes, so that small requests need not take the budget's lock. */
    private static final long MEMORY_STEP = 64 * 1024;

    private final HttpServletRequest request;
    private final MemoryBudget.Share memory;
    private long arrived;
    private boolean isOpened;
    private boolean isEnded;
    private boolean isBroken;

    RequestBody(HttpServletRequest request, MemoryBudget.Share memory) {
        this.request = request;
        this.memory = memory;
    }

    /**
     * Opens the body.
     *
     * @param limit in bytes; reading more fails
     * @throws HttpException 415 if it is compressed; 413 if its declared length is over the limit, and while it is read;
     *     503 while it is read, if the memory for requests is used up
     */
    InputStream open(long limit, HeapUse use) throws IOException {
        check(limit);
        isOpened = true;
        return new Limited(new Arriving(request.getInputStream()), limit, use);
    }

    /**
     * Opens the body and inflates it if it was compressed by gzip or deflate.
     *
     * @param limit in bytes, for the body as sent and as inflated
     * @throws HttpException 415 if it is compressed in another way; 413 and 503 as {@link #open} does
     */
    InputStream openInflated(long limit, HeapUse use) throws IOException {
        String encoding = Objects.requireNonNullElse(request.getHeader("Content-Encoding"), "identity")
                .toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            return open(limit, use);
        } else if (!encoding.equals("gzip") && !encoding.equals("deflate")) {
            throw new HttpException(415, "expected a Content-Encoding of gzip, deflate or none, got " + encoding);
        }
        checkLength(limit);
        isOpened = true;
        try {
            // The body as sent is limited too, because a long compressed body may inflate to very little.
            InputStream body =
                    new BufferedInputStream(new Limited(new Arriving(request.getInputStream()), limit, HeapUse.NONE));
            return new Limited(isJson(body) ? body : inflated(body, encoding), limit, use);
        } catch (ZipException | EOFException e) {
            throw new HttpException(
                    400, "expected a body compressed with " + encoding + ", got data that is not valid " + encoding);
        }
    }

    /** Some containers inflate bodies themselves and keep the header; neither gzip nor zlib begins like JSON. */
    private static boolean isJson(InputStream body) throws IOException {
        body.mark(1);
        int first = body.read();
        body.reset();
        return first == '{' || first == ' ' || first == '\n' || first == '\r' || first == '\t';
    }

    private static InputStream inflated(InputStream body, String encoding) throws IOException {
        return encoding.equals("gzip") ? new GZIPInputStream(body) : new InflaterInputStream(body);
    }

    /** Checks the Content-Encoding and the Content-Length. */
    void check(long limit) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new HttpException(415, "expected a body without Content-Encoding, got " + encoding);
        }
        checkLength(limit);
    }

    private void checkLength(long limit) {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
    }

    /** True if a handler has begun to read it. */
    boolean isOpened() {
        return isOpened;
    }

    /** Records that the container has begun to read the body by itself. */
    void openedByContainer() {
        isOpened = true;
    }

    /** Records that the container has read the body to its end. */
    void endedByContainer() {
        isEnded = true;
    }

    /** Returns whether nothing of a body is left to read. */
    boolean isEnded() {
        long length = request.getContentLengthLong();
        return isEnded
                || (length >= 0 && arrived >= length)
                || (length < 0 && request.getHeader("Transfer-Encoding") == null);
    }

    /**
     * Reads and drops what has arrived of the rest, without waiting.
     *
     * @param limit in bytes
     */
    void skim(long limit) {
        drain(limit, Duration.ZERO);
    }

    /**
     * Reads and drops the rest, because a client that is still sending would not see a response if the connection was
     * closed at once.
     *
     * @param limit in bytes
     */
    void linger(long limit) {
        drain(limit, MAX_REST_TIME);
    }

    /** Nothing is read from a client that waits for permission to send, or whose body has failed. */
    private void drain(long limit, Duration time) {
        boolean waits = request.getHeader("Expect") != null && !isOpened;
        long start = System.nanoTime();
        try {
            byte[] buffer = new byte[(int) Math.min(8192, limit)];
            long drained = 0;
            long lastArrival = start;
            while (!waits && !isBroken && !isEnded() && drained < limit) {
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

    private static HttpException tooLarge(long limit) {
        return new HttpException(413, "expected a body of at most " + limit + " bytes, got more");
    }

    /** Returns the error for a body that could not be read. */
    static HttpException incomplete(IOException failure) {
        return isTimeout(failure)
                ? new HttpException(408, TOO_SLOW)
                : new HttpException(400, "the body is incomplete: it ended early, or the client stopped sending");
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

    /** The body as sent. */
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
                throw incomplete(e);
            }
        }

        /** The container closes the stream that it opened. */
        @Override
        public void close() {}
    }

    private final class Limited extends BodyFilter {

        private final long limit;
        private final HeapUse use;
        private long count;
        private long values;
        private long drawn;

        Limited(InputStream body, long limit, HeapUse use) {
            super(body);
            this.limit = limit;
            this.use = use;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = readOrThrow(buffer, offset, length);
            count += Math.max(0, read);
            if (count > limit) {
                throw tooLarge(limit);
            }
            if (use.perValue() > 0) {
                values += separators(buffer, offset, read);
            }
            long held = use.of(count, values);
            if (held - drawn >= MEMORY_STEP) {
                memory.draw(held - drawn);
                drawn = held;
            }
            return read;
        }

        private static int separators(byte[] buffer, int offset, int length) {
            int separators = 0;
            for (int i = offset; i < offset + length; i++) {
                separators += buffer[i] == ',' || buffer[i] == ';' || buffer[i] == '\t' ? 1 : 0;
            }
            return separators;
        }

        /** Frees the native memory of an inflater. */
        @Override
        public void close() throws IOException {
            in.close();
        }

        private int readOrThrow(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (ZipException | EOFException e) {
                throw new HttpException(
                        400, "expected a compressed body, got one that is truncated or contains other data");
            } catch (StackOverflowError e) {
                // GZIPInputStream recurses for each member of a body.
                throw new HttpException(400, "expected a compressed body, got one with too many members");
            }
        }
    }
}
