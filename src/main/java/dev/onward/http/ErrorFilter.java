package dev.onward.http;

import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Settings;
import dev.onward.table.RateLimitedLog;
import dev.onward.table.Text;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Function;

/**
 * The only place where exceptions become a status and a body in the caller's format. Errors of the caller are reported
 * in full; internal errors are logged, and reported only by the identifier under which they were logged.
 */
public final class ErrorFilter implements Handler {

    private static final Logger LOG = System.getLogger(ErrorFilter.class.getName());

    /** The part that is read of a body sent without a valid API key, in bytes. */
    private static final long MAX_UNAUTHORIZED_BODY = 1 << 20;

    private final RateLimitedLog storageLog = new RateLimitedLog(LOG);
    private final RateLimitedLog internalLog = new RateLimitedLog(LOG);
    private final Function<Throwable, Optional<ErrorResponse>> mapping;
    private final Settings settings;

    /** @param mapping gives the error for what the application's own packages throw; empty for an internal error */
    public ErrorFilter(Function<Throwable, Optional<ErrorResponse>> mapping, Settings settings) {
        this.mapping = mapping;
        this.settings = settings;
    }

    /** Passes the request to the endpoint that matched, and answers what it throws. */
    @Override
    public void handle(RequestContext request) throws IOException {
        prepare(request);
        try {
            request.match()
                    .endpoint()
                    .orElseThrow(() -> HttpException.nothingAt(request))
                    .handle(request);
        } catch (Throwable thrown) {
            answer(thrown, request);
        }
    }

    private void answer(Throwable thrown, RequestContext request) throws IOException {
        HttpServletResponse response = request.response();
        if (response.isCommitted()) {
            request.recordTruncated();
            // Usually a client that left before it had its answer.
            LOG.log(
                    thrown instanceof IOException ? Level.DEBUG : Level.ERROR,
                    "request " + request.id() + ": the answer was truncated",
                    thrown);
            throw new IOException("the answer was truncated", thrown);
        }
        ErrorResponse error = explain(thrown, request);
        response.reset();
        prepare(request);
        if (!RequestBody.drain(request.request(), drainLimit(error))) {
            // The rest of the body would be taken for the next request.
            response.setHeader("Connection", "close");
        }
        write(error, request);
    }

    /** Answers what the container refused and passed on by its error dispatch. */
    void answerForContainer(RequestContext request) throws IOException {
        prepare(request);
        HttpServletRequest refused = request.request();
        int status = refused.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String detail = status == 404
                ? "there is nothing at " + refused.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)
                : status < 500 ? "the server refused this request" : "the server failed at this request";
        write(ErrorResponse.of(status, detail), request);
    }

    private static void write(ErrorResponse error, RequestContext request) throws IOException {
        request.status(error.status());
        error.headers().forEach(request::header);
        request.match().errors().write(error, request);
    }

    /**
     * The part of a refused body that is read, in bytes, because most clients send all of it before they read the
     * error.
     */
    private long drainLimit(ErrorResponse error) {
        if (error.status() == 401) {
            return MAX_UNAUTHORIZED_BODY;
        }
        return error.status() < 500 ? settings.csvLimit() : settings.bodyLimit();
    }

    /** Sets the headers of every answer. */
    private static void prepare(RequestContext request) {
        SecurityHeaders.set(request.response());
        request.header(RequestId.HEADER, request.id());
        if (request.request().getServletContext().getAttribute(ContextAttributes.STOPPING) != null) {
            // So that no client sends its next request at the moment when the connection is closed.
            request.header("Connection", "close");
        }
    }

    private ErrorResponse explain(Throwable thrown, RequestContext request) {
        if (thrown instanceof HttpException e) {
            return ErrorResponse.of(e);
        } else if (thrown instanceof StorageException) {
            storageLog.log(Level.ERROR, "request " + request.id() + ": " + thrown.getMessage());
            return ErrorResponse.of(StorageException.STATUS, "this server has no space left to store the request or its answer");
        }
        return mapping.apply(thrown).orElseGet(() -> {
            String message = "request " + request.id() + ": " + Text.cut(request.method() + " " + request.uri());
            if (!internalLog.log(Level.ERROR, message, thrown)) {
                LOG.log(Level.ERROR, message + ": " + Text.cut(thrown.toString()) + ", stack trace left out");
            }
            return ErrorResponse.of(500, "internal error, logged as " + request.id());
        });
    }
}
