package dev.onward.web;

import dev.onward.table.TooLargeException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Request bodies, held to their limits whatever the container allows. */
final class Bodies {

    private static final String OPENED = Bodies.class.getName() + ".opened";
    private static final String BROKEN = Bodies.class.getName() + ".broken";

    private Bodies() {}

    /**
     * The body, of which reading more than the limit fails.
     *
     * @throws HttpException 415 if it is compressed
     * @throws TooLargeException if it says that it is larger, or turns out to be while it is read
     */
    static InputStream open(HttpServletRequest request, long limit) throws IOException {
        check(request, limit);
        request.setAttribute(OPENED, true);
        return new Limited(request, request.getInputStream(), limit);
    }

    /**
     * The body, which may be compressed by gzip or deflate, and of which reading more than the limit fails however small
     * it was sent.
     *
     * @throws HttpException 415 if it is compressed in another way
     * @throws TooLargeException as {@link #open} does
     */
    static InputStream openInflated(HttpServletRequest request, long limit) throws IOException {
        String encoding = Objects.requireNonNullElse(request.getHeader("Content-Encoding"), "identity")
                .toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            return open(request, limit);
        } else if (!encoding.equals("gzip") && !encoding.equals("deflate")) {
            throw new HttpException(415, "expected gzip, deflate or nothing as Content-Encoding, got " + encoding);
        }
        checkLength(request, limit);
        request.setAttribute(OPENED, true);
        try {
            // Held to the limit as it is sent too: there are bodies of any length of which nothing comes.
            InputStream body = new BufferedInputStream(new Limited(request, request.getInputStream(), limit));
            return new Limited(request, isJson(body) ? body : inflated(body, encoding), limit);
        } catch (ZipException | EOFException e) {
            throw new HttpException(400, "expected a body compressed by " + encoding + ", got another one");
        }
    }

    /** Some containers inflate bodies themselves and still pass the header on; neither gzip nor zlib begins like JSON. */
    private static boolean isJson(InputStream body) throws IOException {
        body.mark(1);
        int first = body.read();
        body.reset();
        return first == '{' || first == ' ' || first == '\n' || first == '\r' || first == '\t';
    }

    private static InputStream inflated(InputStream body, String encoding) throws IOException {
        return encoding.equals("gzip") ? new GZIPInputStream(body) : new InflaterInputStream(body);
    }

    /** What can be told of a body before it is read. */
    static void check(HttpServletRequest request, long limit) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new HttpException(415, "expected a body without Content-Encoding, got " + encoding);
        }
        checkLength(request, limit);
    }

    private static void checkLength(HttpServletRequest request, long limit) {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
    }

    /**
     * Reads what is left of a body that is not wanted: most clients send all of it before they read, and would never
     * see the error that answers it. One that asked whether to send at all is spared it, and so is one that broke off.
     *
     * @return false if there is more of it than the limit
     */
    static boolean drain(HttpServletRequest request, long limit) {
        boolean asked = request.getHeader("Expect") != null && request.getAttribute(OPENED) == null;
        if (asked || request.getAttribute(BROKEN) != null) {
            return true;
        }
        try {
            InputStream body = request.getInputStream();
            byte[] buffer = new byte[8192];
            long drained = 0;
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                drained += count;
                if (drained > limit) {
                    return false;
                }
            }
        } catch (IOException | RuntimeException e) {
            // Nobody is left to tell, or the container has read it for its own purposes.
        }
        return true;
    }

    private static TooLargeException tooLarge(long limit) {
        return new TooLargeException("expected a body of at most " + limit + " bytes, got more");
    }

    private static final class Limited extends FilterInputStream {

        private final HttpServletRequest request;
        private final long limit;
        private long count;

        Limited(HttpServletRequest request, InputStream body, long limit) {
            super(body);
            this.request = request;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = readOrRefuse(buffer, offset, length);
            count += Math.max(0, read);
            if (count > limit) {
                throw tooLarge(limit);
            }
            return read;
        }

        /** What is passed over counts too, since it is inflated all the same. */
        @Override
        public long skip(long wanted) throws IOException {
            byte[] skipped = new byte[(int) Math.max(0, Math.min(wanted, 8192))];
            return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
        }

        /** Gives back the memory of an inflater, which is not Java's. The container closes what it opened. */
        @Override
        public void close() throws IOException {
            if (in instanceof InflaterInputStream) {
                in.close();
            }
        }

        private int readOrRefuse(byte[] buffer, int offset, int length) {
            try {
                return in.read(buffer, offset, length);
            } catch (ZipException e) {
                throw new HttpException(
                        400, "expected a compressed body, got one that breaks off or holds other bytes");
            } catch (StackOverflowError e) {
                // GZIPInputStream calls itself for each member of a body.
                throw new HttpException(400, "expected a compressed body, got one of too many parts");
            } catch (IOException e) {
                request.setAttribute(BROKEN, true);
                throw new HttpException(400, "the body ended, or paused for too long, before it was complete");
            }
        }
    }
}
