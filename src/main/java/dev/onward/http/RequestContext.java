package dev.onward.http;

import dev.onward.http.body.BodyWriter;
import dev.onward.http.body.HeapUse;
import dev.onward.http.body.ReceivedBody;
import dev.onward.http.body.RequestBody;
import dev.onward.http.body.RequestResources;
import dev.onward.http.body.ResponseBody;
import dev.onward.http.body.ResponseSpool;
import dev.onward.http.body.Upload;
import dev.onward.http.body.WouldBlockException;
import dev.onward.settings.ContextAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A request and its response, as handlers see them. A response is made in full, and sent when the handlers have
 * returned. For the thread that answers the request.
 */
public final class RequestContext {

    private static final JsonFactory JSON = new JsonFactory();

    /** The largest body that is not bulk work, in bytes. */
    public static final long MAX_SMALL_BODY = 1 << 20;

    /** The largest CSV file or upload that is not bulk work, in bytes: some hundred rows, which take a single run. */
    private static final int MAX_SMALL_FILE = 16 << 10;

    private final RequestRecord record = new RequestRecord();
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final RouteMatch match;
    private final ReceivedBody received;
    private final RequestBody body;
    private final ResponseBody content;
    private final String id;
    private Optional<Executor> handOver;

    RequestContext(
            HttpServletRequest request, HttpServletResponse response, RouteMatch match, RequestResources resources) {
        this.request = request;
        this.response = response;
        this.match = match;
        received = new ReceivedBody(request);
        body = new RequestBody(request, received, resources);
        content = new ResponseBody(response, resources);
        id = RequestId.of(request);
        handOver = request.getAttribute(ContextAttributes.HAND_OVER) instanceof Executor executor
                ? Optional.of(executor)
                : Optional.empty();
    }

    // The request

    /** The identifier of this request in the log, in errors and in the header X-Request-Id. */
    public String id() {
        return id;
    }

    public String method() {
        return request.getMethod();
    }

    /** The path as the client sent it, with the application's context path, without the query. */
    public String uri() {
        return request.getRequestURI();
    }

    /** The raw query string; empty if there is none. */
    Optional<String> query() {
        return Optional.ofNullable(request.getQueryString());
    }

    /** True if the method is GET or HEAD. */
    boolean isRead() {
        return method().equals("GET") || method().equals("HEAD");
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
        if (request.getHeader(name) == null) {
            return "";
        }
        Enumeration<String> lines = request.getHeaders(name);
        String first = lines.nextElement();
        return lines.hasMoreElements() ? first + ", " + String.join(", ", Collections.list(lines)) : first;
    }

    /**
     * The media type of the body.
     *
     * @throws HttpException 415 if its type is not accepted or its character set is not UTF-8
     */
    public String contentType(List<String> accepted) {
        return MediaTypes.of(header("Content-Type").orElse(""), accepted);
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

    /**
     * Returns whether the caller accepts the resource with this entity tag (RFC 9110, section 13.1.1): if there is no
     * header If-Match, if it names the tag, or if it is an asterisk.
     *
     * @param tag a strong entity tag, without its quotes
     */
    public boolean matches(String tag) {
        String header = headerLines("If-Match");
        return header.isEmpty() || EntityTags.contains(header, '"' + tag + '"');
    }

    /** The fields of the query string, by name, in the order of their first appearance. */
    public Map<String, List<String>> queryFields() {
        return FormFields.parse(request.getQueryString() == null ? "" : request.getQueryString());
    }

    /** Returns whether the query string has this field without a value, such as {@code answer} in {@code a=1&answer}. */
    public boolean asks(String field) {
        return queryFields().getOrDefault(field, List.of()).contains("");
    }

    /**
     * The fields of a form in the body.
     *
     * @param limit in bytes
     * @throws dev.onward.http.body.BodyException as {@link RequestBody#open(long)} does
     * @throws HttpException 400 if a field is malformed
     */
    public Map<String, List<String>> formFields(long limit) throws IOException {
        return FormFields.parse(new String(body.open(limit, HeapUse.FORM).readAllBytes(), StandardCharsets.UTF_8));
    }

    /** The body, which a handler opens once. */
    public RequestBody body() {
        return body;
    }

    /**
     * The file of a multipart form. The caller closes it, which deletes it.
     *
     * @param limit in bytes
     * @throws dev.onward.http.body.BodyException as {@link RequestBody#upload} does
     * @throws IllegalStateException if the route does not declare that it takes uploads
     */
    public Upload upload(long limit) {
        if (!match.takesUploads()) {
            throw new IllegalStateException("expected a route that takes uploads, got " + route());
        }
        return body.upload(limit);
    }

    /** Returns whether the body is a file with any number of rows. */
    public boolean isFile() {
        return MediaTypes.isFile(header("Content-Type").orElse(""));
    }

    /** Returns whether the body is declared to be large, or is a file of unknown length. */
    public boolean isBulk() {
        long length = received.length();
        return isFile() ? length < 0 || length > MAX_SMALL_FILE : length > MAX_SMALL_BODY;
    }

    /** The record of the request for the access log and the metrics. */
    public RequestRecord record() {
        return record;
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

    /** The status of the response so far. */
    public int status() {
        return response.getStatus();
    }

    /** Sends what is written. A large response is stored in a file until it is sent. */
    public void send(String contentType, BodyWriter writer) throws IOException {
        content.make(contentType, writer, mayBlock());
    }

    /** Sends what has been written to a spool. */
    public void send(String contentType, ResponseSpool spool) throws IOException {
        content.set(contentType, spool);
    }

    /** Sends a response that is in memory. */
    public void send(String contentType, byte[] bytes) throws IOException {
        content.set(contentType, bytes.length, new ByteArrayInputStream(bytes));
    }

    public void sendText(String text) throws IOException {
        send(MediaTypes.PLAIN_TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a JSON object with the properties that the writer writes. */
    public void sendJson(Consumer<JsonGenerator> properties) throws IOException {
        send(MediaTypes.JSON, out -> {
            try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
                json.writeStartObject();
                properties.accept(json);
                json.writeEndObject();
            }
        });
    }

    // The thread

    /** Returns whether this thread may wait, for a lock, a file or a client. */
    public boolean mayBlock() {
        return handOver.isEmpty();
    }

    /**
     * Must be called before anything that may wait, or that takes long.
     *
     * @throws WouldBlockException if this thread must not; another thread then handles the request from the start
     */
    public void beforeBlocking() {
        if (!mayBlock()) {
            throw new WouldBlockException();
        }
    }

    // For the kernel

    /** Forgets the attempt so far, and returns what runs the thread that handles the request from the start. */
    Executor handOver() throws IOException {
        Executor executor = handOver.orElseThrow();
        handOver = Optional.empty();
        record.forgetRuns();
        content.discard();
        response.reset();
        return executor;
    }

    /**
     * Frees what the request holds, after the handlers have returned. If some of the body has not arrived by now, the
     * response says that the connection will be closed.
     */
    void endReceiving() {
        body.release();
        received.skim();
        if (!received.isEnded()) {
            response.setHeader("Connection", "close");
        }
    }

    /** Frees what the request holds, which nobody uses once the handlers have returned. */
    void release() throws IOException {
        body.release();
        content.discard();
    }

    ReceivedBody received() {
        return received;
    }

    ResponseBody content() {
        return content;
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
