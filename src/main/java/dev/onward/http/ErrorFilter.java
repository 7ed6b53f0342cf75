package dev.onward.http;

import dev.onward.http.body.BodyException;
import dev.onward.http.body.ReceivedBody;
import dev.onward.http.body.StorageException;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.OutOfMemory;
import dev.onward.settings.Settings;
import dev.onward.table.RateLimitedLog;
import dev.onward.table.Text;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Converts exceptions to a status and a body in the caller's format; the only place that does so. Client errors are
 * reported in full. Internal errors are logged, and only the identifier of the log entry is reported.
 */
public final class ErrorFilter implements Handler {

    private static final Logger LOG = System.getLogger(ErrorFilter.class.getName());

    /** The request attribute with the response to a client that is too slow. */
    private static final String TOO_SLOW = ErrorFilter.class.getName() + ".too-slow";

    private final RateLimitedLog storageLog = new RateLimitedLog(LOG);

    /** By the exception's type and origin, of which the code has a limited number. */
    private final Map<String, RateLimitedLog> internalLogs = new ConcurrentHashMap<>();

    private final Function<Throwable, Optional<ErrorResponse>> mapping;
    private final Settings settings;

    /** @param mapping from exceptions of the application's own packages to errors; empty for an internal error */
    public ErrorFilter(Function<Throwable, Optional<ErrorResponse>> mapping, Settings settings) {
        this.mapping = mapping;
        this.settings = settings;
    }

    /** Passes the request to the endpoint that matched, and sends an error response for anything that it throws. */
    @Override
    public void handle(RequestContext request) throws IOException {
        Optional<Throwable> thrown = attempt(request);
        if (thrown.isPresent()) {
            answer(thrown.get(), request);
        }
    }

    /**
     * As {@link #handle}, but reports no errors, which may take a log that blocks.
     *
     * @return whether there was none; otherwise the request is to be handled from the start
     */
    boolean handlesWithoutError(RequestContext request) {
        return attempt(request).isEmpty();
    }

    private static Optional<Throwable> attempt(RequestContext request) {
        prepare(request);
        try {
            request.match()
                    .endpoint()
                    .orElseThrow(() -> HttpException.nothingAt(request))
                    .handle(request);
            return Optional.empty();
        } catch (Throwable thrown) {
            endIfOutOfMemory(thrown, request);
            return Optional.of(thrown);
        }
    }

    private static void endIfOutOfMemory(Throwable thrown, RequestContext request) {
        OutOfMemory.endIfCauseOf(
                thrown,
                () -> Optional.ofNullable(
                        request.request().getServletContext().getAttribute(ContextAttributes.OUT_OF_MEMORY)));
    }

    private void answer(Throwable thrown, RequestContext request) throws IOException {
        ErrorResponse error = explain(thrown, request);
        if (error.status() == 408) {
            request.request().setAttribute(TOO_SLOW, error);
        }
        request.content().discard();
        request.response().reset();
        prepare(request);
        limitDrain(error, request.received());
        write(error, request);
    }

    /** Responds to a request that the container refused and passed on through its error dispatch. */
    void answerForContainer(RequestContext request) throws IOException {
        prepare(request);
        HttpServletRequest refused = request.request();
        if (refused.getAttribute(TOO_SLOW) instanceof ErrorResponse error) {
            // Tomcat replaces the response to a client whose body it could not read in time.
            write(error, request);
            return;
        }
        if (refused.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            endIfOutOfMemory(thrown, request);
        }
        int status = refused.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        String detail = status == 404
                ? "no resource found at " + refused.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)
                : status < 500 ? "the server refused this request" : "the server failed to process this request";
        write(ErrorResponse.of(status, detail), request);
    }

    private static void write(ErrorResponse error, RequestContext request) throws IOException {
        request.status(error.status());
        error.headers().forEach(request::header);
        request.match().errors().send(error, request);
    }

    /**
     * Limits the part of the rest of the body that is read after the response. A body that was accepted and has an
     * error in it is read to its end, within a time, because some clients send all of it before they read the response.
     */
    private void limitDrain(ErrorResponse error, ReceivedBody body) {
        if (error.status() == 401) {
            body.drainLimit(0);
        } else if (body.isOpened() && (error.status() == 400 || error.status() == 503)) {
            body.drainLimit(settings.bodyLimit());
        }
    }

    /** Sets the headers that all responses have. */
    private static void prepare(RequestContext request) {
        SecurityHeaders.set(request.response());
        request.header(RequestId.HEADER, request.id());
        if (request.request().getServletContext().getAttribute(ContextAttributes.STOPPING) != null) {
            // Otherwise, a client might send its next request just as the connection is closed.
            request.header("Connection", "close");
        }
    }

    private ErrorResponse explain(Throwable thrown, RequestContext request) {
        if (thrown instanceof HttpException e) {
            return ErrorResponse.of(e);
        } else if (thrown instanceof BodyException e) {
            return ErrorResponse.of(e);
        } else if (thrown instanceof StorageException) {
            storageLog.log(Level.ERROR, "request " + request.id() + ": " + thrown.getMessage());
            return ErrorResponse.of(
                    StorageException.STATUS, "this server has no space left to store the request or its response");
        }
        if (isInterrupted(thrown)) {
            // The server ends the requests that are still in progress when its time for stopping is over.
            return ErrorResponse.overloaded("the server is shutting down");
        }
        return mapping.apply(thrown).orElseGet(() -> internalError(thrown, request));
    }

    private ErrorResponse internalError(Throwable thrown, RequestContext request) {
        String message = "request " + request.id() + ": " + Text.cut(request.method() + " " + request.uri());
        StackTraceElement[] trace = thrown.getStackTrace();
        String origin = thrown.getClass().getName() + (trace.length == 0 ? "" : " " + trace[0]);
        RateLimitedLog log = internalLogs.computeIfAbsent(origin, key -> new RateLimitedLog(LOG));
        if (!log.log(Level.ERROR, message, thrown)) {
            LOG.log(Level.ERROR, message + ": " + Text.cut(thrown.toString()) + ", stack trace omitted");
        }
        return ErrorResponse.of(500, "internal error, logged as " + request.id());
    }

    private static boolean isInterrupted(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedByInterruptException || cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
