package dev.onward.http;

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

/** Opens request bodies with the application's own limits, because those of containers differ. */
final class RequestBody {

    private static final String OPENED = RequestBody.class.getName() + ".opened";
    private static final String BROKEN = RequestBody.class.getName() + ".broken";

    private RequestBody() {}

    /**
     * Opens the body.
     *
     * @param limit in bytes; reading more fails
     * @throws HttpException 415 if it is compressed; 413 if its declared length is over the limit, and while it is read
     */
    static InputStream open(HttpServletRequest request, long limit) throws IOException {
        check(request, limit);
        request.setAttribute(OPENED, true);
        return new Limited(request, request.getInputStream(), limit);
    }

    /**
     * Opens the body and inflates it if it was compressed by gzip or deflate.
     *
     * @param limit in bytes, for the body as sent and as inflated
     * @throws HttpException 415 if it is compressed in another way; 413 as {@link #open} does
     */
    static InputStream openInflated(HttpServletRequest request, long limit) throws IOException {
        String encoding = Objects.requireNonNullElse(request.getHeader("Content-Encoding"), "identity")
                .toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            return open(request, limit);
        } else if (!encoding.equals("gzip") && !encoding.equals("deflate")) {
            throw new HttpException(415, "expected a Content-Encoding of gzip, deflate or none, got " + encoding);
        }
        checkLength(request, limit);
        request.setAttribute(OPENED, true);
        try {
            // The body as sent is limited too, because a long compressed body may inflate to very little.
            InputStream body = new BufferedInputStream(new Limited(request, request.getInputStream(), limit));
            return new Limited(request, isJson(body) ? body : inflated(body, encoding), limit);
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
     * Reads the rest of a body that was refused. Most clients send all of it before they read, and would otherwise
     * never see the error. Nothing is read from a client that waits for permission to send, or that disconnected.
     *
     * @param limit in bytes
     * @return false if the body is longer than the limit
     */
    static boolean drain(HttpServletRequest request, long limit) {
        boolean waits = request.getHeader("Expect") != null && request.getAttribute(OPENED) == null;
        if (waits || request.getAttribute(BROKEN) != null) {
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
            // The client has disconnected, or the container has already read the body.
        }
        return true;
    }

    private static HttpException tooLarge(long limit) {
        return new HttpException(413, "expected a body of at most " + limit + " bytes, got more");
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
            int read = readOrThrow(buffer, offset, length);
            count += Math.max(0, read);
            if (count > limit) {
                throw tooLarge(limit);
            }
            return read;
        }

        /** Skipped bytes count too, because they are inflated as well. */
        @Override
        public long skip(long requested) throws IOException {
            byte[] skipped = new byte[(int) Math.max(0, Math.min(requested, 8192))];
            return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
        }

        /** Frees the native memory of an inflater. The container closes the stream that it opened. */
        @Override
        public void close() throws IOException {
            if (in instanceof InflaterInputStream) {
                in.close();
            }
        }

        private int readOrThrow(byte[] buffer, int offset, int length) {
            try {
                return in.read(buffer, offset, length);
            } catch (ZipException e) {
                throw new HttpException(
                        400, "expected a compressed body, got one that is truncated or contains other data");
            } catch (StackOverflowError e) {
                // GZIPInputStream recurses for each member of a body.
                throw new HttpException(400, "expected a compressed body, got one with too many members");
            } catch (IOException e) {
                request.setAttribute(BROKEN, true);
                throw new HttpException(400, "the body is incomplete: it ended early, or the client stopped sending");
            }
        }
    }
}
