package dev.onward.http.body;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The body of a response: made in full, and sent when the handlers have returned. Until then an error can still replace
 * it, and a client that reads slowly keeps neither a model nor the memory of its request. For the thread that answers
 * the request.
 */
public final class ResponseBody {

    /** The largest response that a thread sends, in bytes: the connection takes as much without waiting. */
    private static final int MAX_BLOCKING = 16 * 1024;

    private final HttpServletResponse response;
    private final RequestResources resources;
    private Optional<Pending> pending = Optional.empty();

    public ResponseBody(HttpServletResponse response, RequestResources resources) {
        this.response = response;
        this.resources = resources;
    }

    /**
     * A body that waits to be sent.
     *
     * @param length in bytes
     * @param resource closed when it has been sent or replaced
     */
    private record Pending(InputStream content, long length, Closeable resource) {}

    /**
     * Makes the body: in memory, or in a file if it is large.
     *
     * @param mayBlock whether the thread may use a file
     * @throws WouldBlockException if it would have to and may not
     */
    public void make(String contentType, BodyWriter writer, boolean mayBlock) throws IOException {
        ResponseBuffer buffer = new ResponseBuffer(resources, mayBlock);
        try {
            writer.write(buffer.out());
            buffer.out().flush();
        } catch (Throwable thrown) {
            buffer.close();
            throw thrown;
        }
        set(contentType, buffer.length(), buffer.content(), buffer);
    }

    /** Takes the body from a spool, and closes its file when the body has been sent. */
    public void set(String contentType, ResponseSpool spool) throws IOException {
        Closeable file = spool.handOver();
        set(contentType, spool.length(), spool.content(), file);
    }

    /**
     * Sets a body that exists already.
     *
     * @param length in bytes
     * @param content read when the handlers have returned
     */
    public void set(String contentType, long length, InputStream content) throws IOException {
        set(contentType, length, content, content);
    }

    private void set(String contentType, long length, InputStream content, Closeable resource) throws IOException {
        discard();
        pending = Optional.of(new Pending(content, length, resource));
        response.setContentType(contentType);
        response.setContentLengthLong(length);
    }

    /**
     * Begins to send a large response, and sends the rest as the client reads it, without holding a thread. The caller
     * discards the body when it has been sent.
     *
     * @param listener called at the end, in a thread of the container
     * @return false if nothing was done because the response is small or the container does not support it
     */
    public boolean transmitAsync(HttpServletRequest request, TransmissionListener listener) throws IOException {
        boolean isSmall = pending.map(Pending::length).orElse(0L) <= MAX_BLOCKING;
        if (isSmall || !request.isAsyncSupported() || request.getMethod().equals("HEAD")) {
            return false;
        }
        Pending body = pending.get();
        Transmission.start(body.content(), body.length(), response.getOutputStream(), async(request), listener);
        return true;
    }

    private static AsyncContext async(HttpServletRequest request) {
        return request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync();
    }

    /** Sends the response. Returns when it has been passed to the network. */
    public void transmit() throws IOException {
        try {
            if (pending.isPresent()) {
                pending.get().content().transferTo(response.getOutputStream());
            }
            response.flushBuffer();
        } finally {
            discard();
        }
    }

    /** Forgets the body, and closes its file. */
    public void discard() throws IOException {
        if (pending.isPresent()) {
            pending.get().resource().close();
            pending = Optional.empty();
        }
    }
}
