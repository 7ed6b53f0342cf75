package dev.onward.launch.jetty;

import dev.onward.settings.ContextAttributes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
import org.jspecify.annotations.Nullable;

/**
 * Responds to requests that Jetty rejects, such as a malformed request line. It passes them to the application, which
 * writes the response; before the application has started, the response is a problem detail at every path.
 */
public final class ServerErrorHandler extends ErrorHandler {

    private static final String DETAIL = "the request was rejected before it reached the application";

    /** For Jetty's own 503, to requests on connections that it has not closed yet. */
    private static final String UNAVAILABLE = "the server is starting or stopping; try again shortly";

    /** Jetty's path for a request whose path could not be read. */
    private static final String UNKNOWN_PATH = "/badMessage";

    private static final Logger LOG = System.getLogger(ServerErrorHandler.class.getName());

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
        byte[] body = body(request, status, detail, headers).getBytes(StandardCharsets.UTF_8);
        headers.forEach(response.getHeaders()::put);
        boolean isUnreadable = UNKNOWN_PATH.equals(request.getHttpURI().getPath());
        if (isUnreadable) {
            // It may be a HEAD, so the response has no body.
            body = new byte[0];
            response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
            // Jetty closes the connection, but says so only where it could read the version.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean hasBody = !HttpMethod.HEAD.is(request.getMethod());
        response.write(true, hasBody ? ByteBuffer.wrap(body) : BufferUtil.EMPTY_BUFFER, callback);
        return true;
    }

    /** Lets the application write the body, and add the headers of the response. */
    @SuppressWarnings("unchecked") // The attribute's description says so.
    private String body(Request request, int status, String detail, Map<String, String> headers) {
        if (context.attribute(ContextAttributes.REJECTION).orElse(null) instanceof BiFunction<?, ?, ?> application) {
            try {
                return ((BiFunction<Map<String, String>, Map<String, String>, String>) application)
                        .apply(known(request, status, detail), headers);
            } catch (RuntimeException | LinkageError e) {
                // Its classes may be gone while it is stopped or redeployed.
                LOG.log(Level.WARNING, "a rejected request could not be passed to the application: " + e);
                headers.clear();
            }
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
        known.put("nanos", Long.toString(System.nanoTime() - request.getBeginNanoTime()));
        putIfPresent(known, "client", Request.getRemoteAddr(request));
        putIfPresent(known, "id", request.getHeaders().get("X-Request-Id"));
        String path = request.getHttpURI().getPath();
        if (!UNKNOWN_PATH.equals(path)) {
            putIfPresent(known, "path", path);
            putIfPresent(known, "method", request.getMethod());
        }
        return known;
    }

    private static void putIfPresent(Map<String, String> known, String key, @Nullable String value) {
        if (value != null) {
            known.put(key, value);
        }
    }
}
