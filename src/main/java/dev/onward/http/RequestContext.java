package dev.onward.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A request, its response, and what the handlers record of it for the access log and the metrics. A response is made in
 * full, and sent when the handlers have returned: until then an error can still set the status, and a client that reads
 * slowly keeps neither a model nor the memory of its request. For the thread that answers the request.
 */
public final class RequestContext {

    private static final JsonFactory JSON = new JsonFactory();

    /** The size from which a body is bulk work. */
    private static final long MIN_BULK_BYTES = 1 << 20;

    private final long start = System.nanoTime();
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final RouteMatch match;
    private final RequestResources resources;
    private final MemoryBudget.Share memory;
    private final RequestBody body;
    private final String id;
    private Optional<PendingResponse> pending = Optional.empty();
    private Optional<ModelName> model = Optional.empty();
    private Optional<String> key = Optional.empty();
    private TransferListener transfers = TransferListener.NONE;
    private boolean prediction;
    private boolean truncated;
    private long rows;
    private long drainLimit = RequestBody.MAX_REST;
    private long runNanos;

    RequestContext(
            HttpServletRequest request, HttpServletResponse response, RouteMatch match, RequestResources resources) {
        this.request = request;
        this.response = response;
        this.match = match;
        this.resources = resources;
        memory = resources.memory().open();
        body = new RequestBody(request, memory);
        this.id = RequestId.of(request);
    }

    /** The model that a request used. */
    public record ModelName(String name, String version) {}

    /**
     * A response that waits to be sent.
     *
     * @param resource closed when it has been sent
     */
    private record PendingResponse(BodyWriter writer, Closeable resource) {}

    /** Writes the body of a response. */
    @FunctionalInterface
    public interface BodyWriter {

        /** @param out need not be closed; closing it has no effect */
        void write(OutputStream out) throws IOException;
    }

    // The request

    /** The identifier of this request in the log, in errors and in the header X-Request-Id. */
    public String id() {
        return id;
    }

    public String method() {
        return request.getMethod();
    }

    /** The path within the application, decoded by the container. */
    String path() {
        return FrontServlet.path(request);
    }

    /** The path as the client sent it, with the application's context path, without the query. */
    public String uri() {
        return request.getRequestURI();
    }

    /** The value of a variable of the route's template; empty if the template has no such variable. */
    public Optional<String> pathParameter(String name) {
        return Optional.ofNullable(match.parameters().get(name));
    }

    /** The template of the route that matched; "none" if no route did. */
    public String route() {
        return match.route();
    }

    /** The first line of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /**
     * All lines of a header, joined by commas, which is equivalent (RFC 9110, section 5.3); empty text if there are
     * none.
     */
    String headerLines(String name) {
        return String.join(", ", Collections.list(request.getHeaders(name)));
    }

    /**
     * The media type of the body.
     *
     * @throws HttpException 415 if its type is not accepted or its character set is not UTF-8
     */
    public String contentType(List<String> accepted) {
        return MediaTypes.of(header("Content-Type").orElse(""), accepted);
    }

    /** The media type that the body declares, without parameters, in lower case; empty if it declares none. */
    public Optional<String> mediaType() {
        return header("Content-Type").map(MediaTypes::bare);
    }

    /**
     * The offered media type that the caller prefers; the first one if the caller has no preference.
     *
     * @throws HttpException 406 if the caller accepts none of those offered
     */
    public String accepts(List<String> offered) {
        return MediaTypes.accepted(headerLines("Accept"), offered);
    }

    /** The same as {@link #accepts}, but empty if the caller accepts none of those offered. */
    public Optional<String> preferred(List<String> offered) {
        return MediaTypes.preferred(headerLines("Accept"), offered);
    }

    /** The fields of the query string, by name, in the order of their first appearance. */
    public Map<String, List<String>> queryFields() {
        return FormFields.parse(request.getQueryString() == null ? "" : request.getQueryString());
    }

    /**
     * The fields of a form in the body.
     *
     * @param limit in bytes
     * @throws HttpException like {@link #body}; 400 if a field is malformed
     */
    public Map<String, List<String>> formFields(long limit) throws IOException {
        return FormFields.parse(new String(body(limit, HeapUse.FORM).readAllBytes(), StandardCharsets.UTF_8));
    }

    /** As {@link #body(long, HeapUse)}, for rows in JSON or a smaller format. */
    public InputStream body(long limit) throws IOException {
        return body(limit, HeapUse.ROWS);
    }

    /**
     * The body, for a handler that holds what it reads until it has answered. The container closes it.
     *
     * @param limit in bytes; reading more fails
     * @param use what the handler holds for it
     * @throws HttpException 413 if the body is longer, also while it is read; 415 if it is compressed; 503 while it is
     *     read, if the memory for requests is used up; 408 if it is sent too slowly
     */
    public InputStream body(long limit, HeapUse use) throws IOException {
        return new ObservedBody(body.open(limit, use), transfers);
    }

    /** As {@link #body(long, HeapUse)}, for a handler that never holds more than a small part of the body. */
    public InputStream bodyInParts(long limit) throws IOException {
        return new ObservedBody(body.open(limit, HeapUse.PARTS), transfers);
    }

    /**
     * As {@link #body(long, HeapUse)}, but inflated if it was compressed by gzip or deflate. To be closed.
     *
     * @param limit in bytes, for the body as sent and as inflated
     */
    public InputStream inflatedBody(long limit, HeapUse use) throws IOException {
        return new ObservedBody(body.openInflated(limit, use), transfers);
    }

    /**
     * The file of a multipart form. The caller closes it, which deletes it.
     *
     * @param limit in bytes
     * @throws HttpException 400 if there is no such file or the body is malformed; 413 if it is longer
     * @throws IllegalStateException if the route does not declare that it takes uploads
     */
    public Upload upload(long limit) {
        if (!match.takesUploads()) {
            throw new IllegalStateException("expected a route that takes uploads, got " + route());
        }
        transfers.beforeTransfer();
        try {
            return Upload.open(request, body, limit);
        } finally {
            transfers.afterTransfer(0);
        }
    }

    /** The length of the body in bytes, as the client declared it; -1 if it did not. */
    public long declaredLength() {
        return request.getContentLengthLong();
    }

    /** Sets the listener of all transfers from now on. */
    public void observeTransfers(TransferListener listener) {
        transfers = listener;
    }

    /**
     * The address of the application as the caller reached it, such as {@code http://localhost:8080}, without a final
     * slash.
     */
    public String baseUrl() {
        StringBuffer url = request.getRequestURL();
        return url.substring(0, url.length() - request.getRequestURI().length()) + request.getContextPath();
    }

    /** The path of the application on its server; empty at the root. */
    public String contextPath() {
        return request.getContextPath();
    }

    // The response

    public RequestContext status(int status) {
        response.setStatus(status);
        return this;
    }

    /** Sets a header, replacing one of the same name. */
    public RequestContext header(String name, String value) {
        response.setHeader(name, value);
        return this;
    }

    /** Sends what is written. A large response is stored in a file until it is sent. */
    public void send(String contentType, BodyWriter writer) throws IOException {
        ResponseBuffer buffer = new ResponseBuffer(resources);
        try {
            writer.write(buffer.out());
            buffer.out().flush();
        } catch (Throwable thrown) {
            buffer.close();
            throw thrown;
        }
        send(contentType, buffer.length(), buffer::writeTo, buffer);
    }

    /** Sends a response that is in memory. */
    public void send(String contentType, byte[] content) throws IOException {
        stream(contentType, content.length, out -> out.write(content));
    }

    /**
     * Sends a response that exists already, such as a document that all requests share.
     *
     * @param length in bytes
     * @param writer called when the handler has returned
     */
    public void stream(String contentType, long length, BodyWriter writer) throws IOException {
        send(contentType, length, writer, () -> {});
    }

    /** @param resource closed when the response has been sent or replaced */
    void send(String contentType, long length, BodyWriter writer, Closeable resource) throws IOException {
        discardResponse();
        pending = Optional.of(new PendingResponse(writer, resource));
        response.setContentType(contentType);
        response.setContentLengthLong(length);
    }

    public void sendText(String text) throws IOException {
        send("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a JSON object with the properties that the writer writes. */
    public void sendJson(Consumer<JsonGenerator> properties) throws IOException {
        sendJson(MediaTypes.JSON, properties);
    }

    void sendJson(String contentType, Consumer<JsonGenerator> properties) throws IOException {
        send(contentType, out -> {
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                json.writeStartObject();
                properties.accept(json);
                json.writeEndObject();
            }
        });
    }

    // The record of the request

    /** Records the model that the request uses. */
    public void recordModel(String name, String version) {
        model = Optional.of(new ModelName(name, version));
    }

    /** Records the number of rows that were predicted. */
    public void recordRows(long answered) {
        rows = answered;
    }

    /** Adds to the time during which the model ran for this request. */
    public void recordRun(long nanos) {
        runNanos += nanos;
    }

    /** Records that this request counts as a prediction, even if it fails. */
    public void recordPrediction() {
        prediction = true;
    }

    /** @param name of the API key that was sent */
    void recordKey(String name) {
        key = Optional.of(name);
    }

    /** Records that the response was truncated after its first bytes. */
    void recordTruncated() {
        truncated = true;
    }

    public Optional<ModelName> model() {
        return model;
    }

    public Optional<String> key() {
        return key;
    }

    public boolean isPrediction() {
        return prediction;
    }

    public boolean isTruncated() {
        return truncated;
    }

    public long rows() {
        return rows;
    }

    /** The time during which the model ran, in nanoseconds; 0 if it did not. */
    public long runNanos() {
        return runNanos;
    }

    /** Returns whether the body is a CSV file, an upload or declared to be larger than 1 MiB. */
    public boolean isBulk() {
        String type = header("Content-Type").orElse("");
        return MediaTypes.isBulk(type) || request.getContentLengthLong() > MIN_BULK_BYTES;
    }

    /** The time since the request arrived, in nanoseconds. */
    public long nanos() {
        return System.nanoTime() - start;
    }

    /** The status of the response so far. */
    public int status() {
        return response.getStatus();
    }

    // For the kernel

    /** Forgets the response so far, which an error replaces. */
    void discardResponse() throws IOException {
        if (pending.isPresent()) {
            pending.get().resource().close();
            pending = Optional.empty();
        }
    }

    /**
     * Sends the response, after the handlers have returned. If some of the body has not arrived by now, the response says
     * that the connection will be closed.
     */
    void transmit() throws IOException {
        memory.close();
        body.skim(Math.min(drainLimit, RequestBody.MAX_REST));
        if (!body.isEnded()) {
            response.setHeader("Connection", "close");
        }
        try {
            if (pending.isPresent()) {
                pending.get().writer().write(response.getOutputStream());
            }
            response.flushBuffer();
        } finally {
            discardResponse();
        }
    }

    /** Gives back the memory of the request, which nobody uses once the handlers have returned. */
    void release() throws IOException {
        memory.close();
        discardResponse();
    }

    RequestBody body() {
        return body;
    }

    /** The part of the rest of the body to be read after the response, in bytes. */
    long drainLimit() {
        return drainLimit;
    }

    void drainLimit(long limit) {
        drainLimit = limit;
    }

    RouteMatch match() {
        return match;
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }
}
