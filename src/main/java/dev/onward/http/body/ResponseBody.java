package dev.onward.http.body;

import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * The body of a response: made in full, and sent when the handlers have returned. Until then an error can still replace
 * it, and a client that reads slowly keeps neither a model nor the memory of its request. For the thread that answers
 * the request.
 */
public final class ResponseBody {

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
     * @param resource closed when it has been sent or replaced
     */
    private record Pending(BodyWriter writer, Closeable resource) {}

    /** Makes the body: in memory, or in a file if it is large. */
    public void make(String contentType, BodyWriter writer) throws IOException {
        ResponseBuffer buffer = new ResponseBuffer(resources);
        try {
            writer.write(buffer.out());
            buffer.out().flush();
        } catch (Throwable thrown) {
            buffer.close();
            throw thrown;
        }
        set(contentType, buffer.length(), buffer::writeTo, buffer);
    }

    /** Takes the body from a spool, and closes its file when the body has been sent. */
    public void set(String contentType, ResponseSpool spool) throws IOException {
        Closeable file = spool.handOver();
        set(contentType, spool.length(), spool::writeTo, file);
    }

    /**
     * Sets a body that exists already.
     *
     * @param length in bytes
     * @param writer called when the handlers have returned
     */
    public void set(String contentType, long length, BodyWriter writer) throws IOException {
        set(contentType, length, writer, () -> {});
    }

    private void set(String contentType, long length, BodyWriter writer, Closeable resource) throws IOException {
        discard();
        pending = Optional.of(new Pending(writer, resource));
        response.setContentType(contentType);
        response.setContentLengthLong(length);
    }

    /** Sends the response. */
    public void transmit() throws IOException {
        try {
            if (pending.isPresent()) {
                pending.get().writer().write(response.getOutputStream());
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
