package dev.onward;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A proxy in front of a server, which can hold the reply to a POST back, or refuse it, as a slow network does. */
public final class HoldingProxy implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final URI server;
    private final HttpServer proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<@Nullable Held> next = new AtomicReference<>();
    private final AtomicInteger posts = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger largestInFlight = new AtomicInteger();

    private HoldingProxy(URI server, HttpServer proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    public static HoldingProxy before(URI server) {
        try {
            HttpServer listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            HoldingProxy proxy = new HoldingProxy(server, listener);
            listener.setExecutor(proxy.threads);
            listener.createContext("/", proxy::handle);
            listener.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + proxy.getAddress().getPort() + "/");
    }

    /** A reply that is held back. */
    public static final class Held {

        private final boolean isRefused;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final CountDownLatch sent = new CountDownLatch(1);

        private Held(boolean isRefused) {
            this.isRefused = isRefused;
        }

        /** Waits until the request has come. */
        public void awaitRequest() {
            await(arrived);
        }

        /** Sends the reply, and waits until it is sent, or the browser no longer wants it. */
        public void release() {
            released.countDown();
            await(sent);
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("expected a request within " + PATIENCE_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Holds the reply to the next POST. */
    public Held hold() {
        return next(new Held(false));
    }

    /** Holds the next POST, and replies 503 when it is released. */
    public Held refuse() {
        return next(new Held(true));
    }

    private Held next(Held held) {
        next.set(held);
        return held;
    }

    /** The number of POSTs so far. */
    public int posts() {
        return posts.get();
    }

    /** The largest number of POSTs that were in progress at the same time. */
    public int largestInFlight() {
        return largestInFlight.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean isPost = exchange.getRequestMethod().equals("POST");
        Held held = isPost ? next.getAndSet(null) : null;
        if (isPost) {
            posts.incrementAndGet();
            largestInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        }
        try (exchange) {
            HttpResponse<byte[]> response = forward(exchange);
            if (held != null) {
                held.arrived.countDown();
                Held.await(held.released);
            }
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                    .set("Content-Type", type));
            // Counted as answered before the browser can send the next one.
            if (isPost) {
                inFlight.decrementAndGet();
            }
            exchange.sendResponseHeaders(held != null && held.isRefused ? 503 : response.statusCode(), 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(held != null && held.isRefused ? new byte[0] : response.body());
            }
        } finally {
            if (held != null) {
                held.sent.countDown();
            }
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String name : new String[] {"Accept", "Content-Type"}) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        proxy.stop(0);
        threads.shutdownNow();
    }
}
