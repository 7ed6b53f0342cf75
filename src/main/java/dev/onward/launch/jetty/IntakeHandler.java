package dev.onward.launch.jetty;

import dev.onward.settings.ContextAttributes;
import dev.onward.settings.OutOfMemory;
import dev.onward.settings.Settings;
import dev.onward.settings.SettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Keeps threads free of clients that send or read slowly.
 *
 * <ul>
 *   <li>The first part of a body is read without a thread. A client that does not send it in time gets 408.
 *   <li>A small request that the application answers quickly is answered by the thread of the selector that read it,
 *       which takes less time than to pass it to another thread. The application passes on what would block.
 *   <li>A longer body is read by the application, in one of a limited number of threads, a quarter of all. A client
 *       that pauses, or sends less than the minimum rate, gets 408. While others wait for a thread, the minimum rate
 *       is higher.
 *   <li>Requests whose body broke off, usually because the client has left, have a few threads of their own: many
 *       clients that leave together take no place from others.
 *   <li>Other requests have half of the threads at most, and no more than keep all compute permits in use. Half as many
 *       further requests wait without a thread, the rest gets 503. So a request waits for a limited number of others,
 *       at any load.
 *   <li>A 503 is sent after a short delay, without a thread, so that clients that try again at once cost little.
 *   <li>The rest of a refused body is read without a thread.
 *   <li>Probes always get a thread: a quarter of all is left for them and for Jetty.
 *   <li>If a client reads a response too slowly, its connection is closed.
 * </ul>
 */
public final class IntakeHandler extends Handler.Wrapper {

    /** The request attribute with the reason for a rejection, for the error handler; a string without quotes. */
    public static final String DETAIL = IntakeHandler.class.getName() + ".detail";

    /** The requests of monitors and orchestrators, which never wait. */
    static final Set<String> PROBES = Set.of(
            "/health", "/health/live", "/health/ready", "/metrics", "/ping", "/v2/health/live", "/v2/health/ready");

    /** The minimum rate while other bodies wait for a thread, in bytes per second: a little under 100 kB/s. */
    private static final long BUSY_READ_RATE = 90_000;

    /** Shorter than Jetty's idle timeout, which would end the connection. */
    private static final Duration MAX_BODY_WAIT = Duration.ofSeconds(15);

    /** The threads that Jetty has if there is no limit to them. */
    private static final int DEFAULT_THREADS = 200;

    /**
     * The requests that hold a thread, for each compute permit: one that runs, and others that wait, parse or write.
     * More would not be answered sooner.
     */
    private static final int REQUESTS_PER_PERMIT = 16;

    /** The maximum number of responses sent without a thread. Each further response is sent by a thread of the pool. */
    private static final int MAX_RESPONSES_WITHOUT_THREAD = 500;

    private final Pace pace;
    private final int maxRequests;

    /** The requests that the application has not completed. */
    private final AtomicInteger inProgress = new AtomicInteger();

    /** The bytes of first parts that requests hold while they are read or wait for a thread. */
    private final AtomicLong held = new AtomicLong();

    private final long maxHeld = Runtime.getRuntime().maxMemory() / 16;
    private final ApplicationContext application = new ApplicationContext(this);
    private final QuickRequests quick = new QuickRequests(application);
    private Lane bodies = new Lane(1, 0, Duration.ZERO);
    private Lane others = new Lane(1, 0, Duration.ZERO);
    private Lane broken = new Lane(1, 0, Duration.ZERO);

    /** Creates a handler that leaves half of the threads to requests without a long body. */
    IntakeHandler(Pace pace) {
        this(pace, Integer.MAX_VALUE);
    }

    private IntakeHandler(Pace pace, int maxRequests) {
        this.pace = pace;
        this.maxRequests = maxRequests;
    }

    public IntakeHandler(Settings settings) {
        this(Pace.of(settings), REQUESTS_PER_PERMIT * settings.concurrency());
    }

    /** For Jetty's XML: takes the settings from system properties and the environment. */
    public IntakeHandler() {
        this(settings());
    }

    /** The application reports settings that are not valid. */
    private static Settings settings() {
        try {
            return Settings.read();
        } catch (SettingsException e) {
            return Settings.defaults();
        }
    }

    @Override
    protected void doStart() throws Exception {
        int threads = getServer().getThreadPool() instanceof ThreadPool.SizedThreadPool pool
                ? pool.getMaxThreads()
                : DEFAULT_THREADS;
        bodies = new Lane(Math.max(1, threads / 4), Integer.MAX_VALUE, MAX_BODY_WAIT);
        // Half as many wait as run at most, so that a wait is shorter than the requests themselves take.
        int size = Math.max(1, Math.min(threads / 2, maxRequests));
        others = new Lane(size, Math.max(1, size / 2), pace.maxWait());
        broken = new Lane(Math.max(1, threads / 16), Integer.MAX_VALUE, MAX_BODY_WAIT);
        super.doStart();
    }

    /** Requests are handled by the threads of the selectors, which pass on to others whatever may block. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        // A connection is not idle while its request is read. Otherwise, Jetty would consume the body at the same time.
        request.addIdleTimeoutListener(timeout -> false);
        // A client that waits for permission to send gets it when the application reads.
        if (!hasBody(request)) {
            exchange.handle(null, true);
        } else if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            exchange.handle(null, false);
        } else if (held.get() > maxHeld) {
            String detail = "the server has no memory left for this request; try again shortly";
            exchange.execute(() -> exchange.refuse(503, detail, false));
        } else {
            Duration time = Jitter.added(pace.maxPause());
            new FirstPart(request, time.toNanos(), held, exchange::receive).read();
        }
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                || request.getLength() > 0
                || (request.getLength() < 0
                        && request.getConnectionMetaData().getHttpVersion().getVersion() > 11);
    }

    /** A request on its way to the application. */
    private final class Exchange implements PacedRequest.Server {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private int heldBytes;

        /** The response and the handler, as long as they are in progress. */
        private final AtomicInteger openParts = new AtomicInteger(2);

        /** What this thread passes on if it must not block. */
        private Optional<HandOver> handOver = Optional.empty();

        /** The part that is read of the rest of the body after the response, in bytes. */
        private volatile long restLimit;

        Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void receive(Content.Chunk part) {
            if (Content.Chunk.isFailure(part) && part.getFailure() instanceof TimeoutException) {
                execute(() -> refuse(408, PacedRequest.TOO_SLOW, false));
            } else {
                heldBytes = part.remaining();
                handle(part, part.isLast());
            }
        }

        /**
         * Returns at once.
         *
         * @param part of the body; null if nothing has been read of it
         * @param isComplete true if the application will never wait for the body
         */
        void handle(Content.@Nullable Chunk part, boolean isComplete) {
            if (isComplete && PROBES.contains(Request.getPathInContext(request))) {
                execute(() -> pass(part, pace::readRate));
                return;
            }
            boolean isBroken = part != null && Content.Chunk.isFailure(part);
            Lane lane = isBroken ? broken : isComplete ? others : bodies;
            LongSupplier minRate =
                    () -> lane.hasWaiting() ? Math.max(BUSY_READ_RATE, pace.readRate()) : pace.readRate();
            Runnable task = () -> {
                try {
                    pass(part, minRate);
                } finally {
                    lane.leave();
                }
            };
            Scheduler scheduler = request.getComponents().getScheduler();
            Runnable refusal = () -> refuse(503, busy(isComplete), isComplete);
            switch (lane.enter(task, refusal, request.getContext(), scheduler)) {
                case ENTERED -> {
                    if (lane == others && quick.contains(request)) {
                        passWithoutBlocking(part, minRate, lane);
                    } else {
                        execute(task);
                    }
                }
                case WAITING -> {}
                case FULL -> {
                    forget();
                    scheduler.schedule(() -> execute(refusal), HeldResponse.delayMillis(), TimeUnit.MILLISECONDS);
                }
            }
        }

        private static String busy(boolean isComplete) {
            return (isComplete ? "too many requests are in progress" : "too many request bodies are being received")
                    + "; try again shortly";
        }

        /** Runs a task in a thread that may block. */
        void execute(Runnable task) {
            request.getContext().execute(task);
        }

        /** Passes the request to the application, which hands it over before it would block. */
        private void passWithoutBlocking(Content.@Nullable Chunk part, LongSupplier minRate, Lane lane) {
            HandOver mayHandOver = new HandOver(this::execute, lane::leave);
            handOver = Optional.of(mayHandOver);
            try {
                pass(part, minRate);
            } finally {
                mayHandOver.end();
            }
        }

        /** Returns when the application no longer holds the thread. */
        private void pass(Content.@Nullable Chunk part, LongSupplier minRate) {
            forget();
            Duration pause = Jitter.added(pace.maxPause());
            PacedRequest paced = new PacedRequest(request, part, new Allowance(pause), minRate, this);
            PacedResponse slowed = new PacedResponse(paced, response, new Allowance(pause), pace.writeRate());
            HeldResponse held = new HeldResponse(paced, slowed, handOver);
            Callback sent = Callback.from(this::completePart, callback::failed);
            AtomicBoolean isCompleted = new AtomicBoolean();
            inProgress.incrementAndGet();
            Callback sending = Callback.from(() -> held.complete(sent), callback::failed);
            Callback completed = Callback.from(
                    () -> {
                        isCompleted.set(true);
                        inProgress.decrementAndGet();
                    },
                    sending);
            try {
                if (!IntakeHandler.super.handle(paced, held, completed)) {
                    Response.writeError(request, response, completed, 404);
                }
            } catch (Throwable thrown) {
                OutOfMemory.endIfCauseOf(thrown, () -> application.attribute(ContextAttributes.OUT_OF_MEMORY));
                // Jetty's servlet channel may fail after it has completed the request of a client that has left.
                if (!isCompleted.get()) {
                    Response.writeError(request, response, completed, thrown);
                }
            }
            completePart();
        }

        /**
         * Completes the request when both its response has been sent and its handler has returned. Within the last
         * write, the next request on the connection would find the write in progress, and wait for this thread.
         */
        private void completePart() {
            if (openParts.decrementAndGet() > 0) {
                return;
            }
            try {
                readRest();
            } catch (CompletionException e) {
                // Jetty closes the parts of an upload here, and fails if it was malformed, which the response says.
            }
        }

        @Override
        public boolean sendsWithoutThread() {
            return inProgress.get() <= MAX_RESPONSES_WITHOUT_THREAD;
        }

        @Override
        public Optional<? extends Executor> handOver() {
            return handOver.filter(HandOver::isPending);
        }

        @Override
        public void restLimit(long limit) {
            restLimit = limit;
        }

        private void readRest() {
            if (restLimit > 0) {
                new BodyRest(request, restLimit, callback::succeeded).run();
            } else {
                callback.succeeded();
            }
        }

        /** No longer counts the first part of the body, which is in use now or not needed any more. */
        private void forget() {
            held.addAndGet(-heldBytes);
            heldBytes = 0;
        }

        /** @param isComplete true if nothing of the body is left to read, so that the connection can be kept */
        void refuse(int status, String detail, boolean isComplete) {
            forget();
            request.setAttribute(DETAIL, detail);
            if (!isComplete) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            if (status == 503) {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            }
            Response.writeError(request, response, callback, status, detail);
        }
    }
}
