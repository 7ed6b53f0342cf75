package dev.onward.launch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Responds to requests that Jetty rejects, such as a malformed request line, in the format of the application's errors. */
final class ServerErrorHandler extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String detail = "the request was rejected before it reached the application";
        boolean protocol = String.valueOf(request.getHttpURI().getPath()).startsWith("/v2");
        String body = protocol
                ? "{\"error\":\"" + detail + "\"}"
                : "{\"title\":\"" + HttpStatus.getMessage(status) + "\",\"status\":" + status + ",\"detail\":\""
                        + detail + "\"}";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, protocol ? "application/json" : "application/problem+json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
