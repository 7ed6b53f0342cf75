package dev.onward.http;

import dev.onward.http.body.RequestResources;
import dev.onward.http.body.TransmissionListener;
import dev.onward.settings.ContextAttributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * The application's only servlet, mapped to every path. It counts the request until the last byte of the response has
 * been sent, finds the endpoint, converts exceptions to responses, and notifies the observers of the outcome.
 */
public final class FrontServlet extends HttpServlet {

    private static final Logger LOG = System.getLogger(FrontServlet.class.getName());

    private final transient Router router;
    private final transient ErrorFilter errors;
    private final transient InFlightRequests inFlight;
    private final transient RequestResources resources;
    private final transient List<RequestObserver> observers;

    public FrontServlet(
            Router router,
            ErrorFilter errors,
            InFlightRequests inFlight,
            RequestResources resources,
            List<RequestObserver> observers) {
        this.router = router;
        this.errors = errors;
        this.inFlight = inFlight;
        this.resources = resources;
        this.observers = List.copyOf(observers);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isKnown = RequestId.isKnown(request);
        RequestContext context = new RequestContext(request, response, router.match(path(request)), resources);
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            errors.answerForContainer(context);
            context.endReceiving();
            context.content().transmit();
            if (!isKnown) {
                observe(context);
            }
            return;
        }
        if (!inFlight.enter()) {
            response.setHeader(RequestId.HEADER, context.id());
            InFlightRequests.refuse(response);
            observe(context);
            return;
        }
        boolean isHandled = !context.mayBlock() && errors.handlesWithoutError(context);
        if (!isHandled && !context.mayBlock()) {
            handOver(context);
        } else if (answer(context, isHandled) && !passRest(context)) {
            context.received().linger();
        }
    }

    /** Handles the request from the start in a thread that may block. */
    private void handOver(RequestContext context) throws IOException {
        Executor executor = context.handOver();
        AsyncContext async = context.request().startAsync();
        async.setTimeout(0);
        executor.execute(() -> answerAsync(context, async));
    }

    private void answerAsync(RequestContext context, AsyncContext async) {
        boolean isSent = true;
        try {
            isSent = answer(context, false);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "request " + context.id() + ": the response cannot be sent", e);
        } finally {
            if (isSent) {
                async.complete();
            }
        }
    }

    /** Returns false if the response is still being sent. */
    private boolean answer(RequestContext context, boolean isHandled) throws IOException {
        boolean isSending = false;
        try {
            if (!isHandled) {
                errors.handle(context);
            }
            context.endReceiving();
            isSending = context.mayBlock()
                    && context.request().getAttribute(ContextAttributes.ASYNC_RESPONSES) != null
                    && context.content().transmitAsync(context.request(), new Ending(context));
            if (!isSending) {
                transmit(context);
            }
        } finally {
            if (!isSending) {
                end(context);
            }
        }
        return !isSending;
    }

    private void end(RequestContext context) throws IOException {
        try {
            context.release();
        } finally {
            observe(context);
            inFlight.leave();
        }
    }

    /** Returns whether the server reads the rest of the body. */
    private static boolean passRest(RequestContext context) {
        if (context.request().getAttribute(ContextAttributes.BODY_REST) instanceof LongConsumer server) {
            server.accept(context.received().restLimit());
            return true;
        }
        return false;
    }

    /** The end of a response that is sent without a thread. */
    private final class Ending implements TransmissionListener {

        private final RequestContext context;

        Ending(RequestContext context) {
            this.context = context;
        }

        @Override
        public void sent() {
            passRest(context);
            endQuietly();
        }

        @Override
        public void failed(Throwable failure) {
            recordTruncated(context, failure);
            endQuietly();
        }

        private void endQuietly() {
            try {
                end(context);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "request " + context.id() + ": the response cannot be closed", e);
            }
        }
    }

    private static void transmit(RequestContext context) throws IOException {
        try {
            context.content().transmit();
        } catch (IOException | RuntimeException e) {
            recordTruncated(context, e);
            throw new IOException("the response was truncated", e);
        }
    }

    private static void recordTruncated(RequestContext context, Throwable failure) {
        context.record().setTruncated();
        // Usually a client that left before it had its response.
        LOG.log(
                failure instanceof IOException ? Level.DEBUG : Level.ERROR,
                "request " + context.id() + ": the response was truncated",
                failure);
    }

    private void observe(RequestContext context) {
        int status = context.status();
        long nanos = context.record().nanos();
        observers.forEach(observer -> observer.completed(context, status, nanos));
    }

    /**
     * A request's path within the application, as the container decoded it. For a request that the container refused,
     * only the path as it was sent is available.
     */
    static String path(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            String path = uri.substring(
                    Math.min(uri.length(), request.getContextPath().length()));
            return path.startsWith("/") ? path : "/" + path;
        }
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        return path.isEmpty() ? "/" : path;
    }
}
