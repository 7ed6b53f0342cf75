package dev.onward.launch.jetty;

import dev.onward.settings.ContextAttributes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Responds to requests that Jetty rejects, such as a malformed request line. It reports them to the application, which
 * writes the response.
 */
public final class ServerErrorHandler extends ErrorHandler {

    private static final String DETAIL = "the request was rejected before it reached the application";

    /** For Jetty's own 503, to requests on connections that it has not closed yet. */
    private static final String UNAVAILABLE = "the server is starting or stopping; try again shortly";

    /** Jetty's path for a request whose path could not be read. */
    private static final String UNKNOWN_PATH = "/badMessage";

    private final ApplicationContext context;

    /** @param server the server of the application; requests are reported as soon as the application has started */
    public ServerErrorHandler(Server server) {
        context = new ApplicationContext(server);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        boolean isUnavailable = status == HttpStatus.SERVICE_UNAVAILABLE_503;
        if (isUnavailable) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        Object reason = request.getAttribute(IntakeHandler.DETAIL);
        String detail = reason instanceof String text ? text : isUnavailable ? UNAVAILABLE : DETAIL;
        Map<String, String> headers = new HashMap<>();
        byte[] body = report(request, status, detail, headers).getBytes(StandardCharsets.UTF_8);
        headers.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, isHead ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(body), callback);
        return true;
    }

    /** Adds the headers of the response, and returns its body. */
    @SuppressWarnings("unchecked") // The attribute's description says so.
    private String report(Request request, int status, String detail, Map<String, String> headers) {
        if (context.attribute(ContextAttributes.REJECTION).orElse(null) instanceof BiFunction<?, ?, ?> application) {
            return ((BiFunction<Map<String, String>, Map<String, String>, String>) application)
                    .apply(known(request, status, detail), headers);
        }
        headers.putAll(Map.of(
                "Cache-Control", "no-store",
                "Content-Type", "application/problem+json",
                "X-Content-Type-Options", "nosniff"));
        return "{\"title\":\"" + HttpStatus.getMessage(status) + "\",\"status\":" + status + ",\"detail\":\"" + detail
                + "\"}";
    }

    private static Map<String, String> known(Request request, int status, String detail) {
        Map<String, String> known = new HashMap<>();
        known.put("status", Integer.toString(status));
        known.put("detail", detail);
        known.put("client", String.valueOf(Request.getRemoteAddr(request)));
        known.put("method", String.valueOf(request.getMethod()));
        known.put("nanos", Long.toString(System.nanoTime() - request.getBeginNanoTime()));
        String path = request.getHttpURI().getPath();
        if (path != null && !path.equals(UNKNOWN_PATH)) {
            known.put("path", path);
        }
        String id = request.getHeaders().get("X-Request-Id");
        if (id != null) {
            known.put("id", id);
        }
        return known;
    }
}
