package dev.onward.http.body;

import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The body of a request for its handler, bounded by the application's own limits, since those of containers differ. For
 * the thread that answers the request.
 */
public final class RequestBody {

    /** The largest body that is read at once, in bytes. */
    private static final int MAX_AT_ONCE = 16 * 1024;

    private final HttpServletRequest request;
    private final ReceivedBody received;
    private final MemoryBudget.Share memory;

    /** A body that was read at once, for a second thread that begins again. */
    private Optional<byte[]> whole = Optional.empty();

    /** The memory of absent values that has been drawn. */
    private long absentBytes;

    private long outputBytes;
    private long detailBytes;
    private TransferListener transfers = TransferListener.NONE;

    public RequestBody(HttpServletRequest request, ReceivedBody received, RequestResources resources) {
        this.request = request;
        this.received = received;
        this.memory = resources.memory().open();
    }

    /** Sets the listener of all transfers from now on. */
    public void observe(TransferListener listener) {
        transfers = listener;
    }

    /** Checks whether the body is known to be as short as this, in bytes. */
    public boolean isAtMost(long length) {
        return received.length() >= 0 && received.length() <= length;
    }

    /** As {@link #open(long, HeapUse)}, for rows in JSON or a smaller format. */
    public InputStream open(long limit) throws IOException {
        return open(limit, HeapUse.ROWS);
    }

    /**
     * Opens the body, for a handler that holds what it reads until it has answered. The container closes it.
     *
     * @param limit in bytes; reading more fails
     * @param use the heap that the handler holds for it
     * @throws BodyException 413 if the body is longer, also while it is read; 415 if it is compressed; 503, also while
     *     it is read, if the memory for requests is used up; 408 if it is sent too slowly; 400 if it is incomplete
     */
    public InputStream open(long limit, HeapUse use) throws IOException {
        check(limit);
        expect(limit, use);
        if (whole.isPresent()) {
            return new ByteArrayInputStream(whole.get());
        }
        InputStream body = received.open();
        InputStream limited = limited(body, limit, use);
        long length = received.length();
        boolean hasArrived = length > 0 && length <= MAX_AT_ONCE && body.available() >= length;
        return hasArrived ? readAtOnce(limited, (int) length) : observed(limited, length);
    }

    /** Reads a whole body that has arrived, for which a parser would read the container's stream several times. */
    private InputStream readAtOnce(InputStream body, int length) throws IOException {
        byte[] bytes = new byte[length];
        int count = body.readNBytes(bytes, 0, length);
        transfers.afterTransfer(count);
        whole = Optional.of(count == length ? bytes : Arrays.copyOf(bytes, count));
        return new ByteArrayInputStream(bytes, 0, count);
    }

    /** As {@link #open(long, HeapUse)}, for a handler that never holds more than a small part of the body. */
    public InputStream openInParts(long limit) throws IOException {
        return open(limit, HeapUse.PARTS);
    }

    /**
     * As {@link #open(long, HeapUse)}, but inflated if it was compressed by gzip or deflate. To be closed.
     *
     * @param limit in bytes, for the body as sent and as inflated
     */
    public InputStream openInflated(long limit, HeapUse use) throws IOException {
        String encoding = Objects.requireNonNullElse(request.getHeader("Content-Encoding"), "identity")
                .toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            return open(limit, use);
        } else if (!encoding.equals("gzip") && !encoding.equals("deflate")) {
            throw new BodyException(415, "expected a Content-Encoding of gzip, deflate or none, got " + encoding);
        }
        checkLength(limit);
        try {
            // The body as sent is limited too, because a long compressed body may inflate to very little.
            InputStream body = new BufferedInputStream(limited(received.open(), limit, HeapUse.NONE));
            return observed(limited(isJson(body) ? body : inflated(body, encoding), limit, use), -1);
        } catch (ZipException | EOFException e) {
            throw new BodyException(
                    400, "expected a body compressed with " + encoding + ", got data that is not valid " + encoding);
        }
    }

    /**
     * Refuses a body for which there is no memory before others have to wait for its parsing. A small one, for which
     * none is drawn, is accepted even while the largest request holds more than the budget.
     */
    private void expect(long limit, HeapUse use) {
        long bytes = use.of(Math.max(0, received.length()), 0);
        if (bytes < MemoryBudget.STEP) {
            return;
        }
        try {
            memory.expect(bytes);
        } catch (BodyException e) {
            // Some clients send all of it before they read the response.
            received.drainLimit(limit);
            throw e;
        }
    }

    private InputStream limited(InputStream body, long limit, HeapUse use) {
        return new LimitedBody(body, limit, use, memory);
    }

    private InputStream observed(InputStream body, long length) {
        return new ObservedBody(body, length, transfers);
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

    /**
     * The file of a multipart form. The caller closes it, which deletes it.
     *
     * @param limit in bytes
     * @throws BodyException 400 if there is no such file, the form has a second one or another field, or the body is
     *     malformed; 413 if it is longer
     */
    public Upload upload(long limit) {
        transfers.beforeTransfer();
        try {
            check(limit);
            return Upload.open(request, received, limit);
        } finally {
            transfers.afterTransfer(0);
        }
    }

    /** Checks the Content-Encoding and the Content-Length. */
    private void check(long limit) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new BodyException(415, "expected a body without Content-Encoding, got " + encoding);
        }
        checkLength(limit);
    }

    private void checkLength(long limit) {
        if (received.length() > limit) {
            throw LimitedBody.tooLarge(limit);
        }
    }

    /**
     * Draws the memory for values that rows of the body leave out, in addition to that for the body. A body that is read
     * again counts once.
     *
     * @param values all of them so far
     * @throws BodyException 503 if the memory for requests is used up; 413 if the heap is too small
     */
    public void expectAbsent(long values) {
        absentBytes = drawn(HeapUse.ofAbsent(values), absentBytes, memory::draw);
    }

    /**
     * Draws the memory for what a model computes from the body, or from a part of it: as much as for the largest part.
     *
     * @param numbers in the outputs
     * @param texts in the outputs
     * @throws BodyException 503 if the memory for requests is used up; 413 if the heap is too small
     */
    public void expectOutputs(long numbers, long texts) {
        outputBytes = drawn(HeapUse.ofOutputs(numbers, texts), outputBytes, memory::drawToFinish);
    }

    /**
     * Draws the memory for the explanations and curves of the outputs, or of a part of them, in addition to that of the
     * outputs: as much as for the largest part.
     *
     * @param numbers in the details
     * @throws BodyException as {@link #expectOutputs}
     */
    public void expectDetails(long numbers) {
        detailBytes = drawn(HeapUse.ofOutputs(numbers, 0), detailBytes, memory::drawToFinish);
    }

    /** Draws what exceeds the amount that was drawn before, unless it is small. Returns the amount that is drawn now. */
    private static long drawn(long bytes, long before, LongConsumer draw) {
        if (bytes - before < MemoryBudget.STEP) {
            return before;
        }
        draw.accept(bytes - before);
        return bytes;
    }

    /** Gives back the memory that was drawn, which nobody uses once the handlers have returned. */
    public void release() {
        memory.close();
    }
}
