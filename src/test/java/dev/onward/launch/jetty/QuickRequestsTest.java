package dev.onward.launch.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Patience;
import dev.onward.settings.ContextAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with one selector, whose thread must never block, and an application that calls some paths quick. */
@Timeout(60)
class QuickRequestsTest {

    private static final int THREADS = 16;
    private static final String NOT_BLOCKING = "must not block";
    private static final String BLOCKING = "may block";
    private static final int LARGE = 60_000;

    private final Server server = new Server(new QueuedThreadPool(THREADS));
    private final ServerConnector connector = new ServerConnector(server, -1, 1);
    private final ClassLoader classes = new URLClassLoader(new URL[0]);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        IntakeHandler intake = new IntakeHandler(new Pace(1_000, 1_000, Duration.ofSeconds(30), Duration.ofMillis(50)));
        ContextHandler context = new ContextHandler(new Application(), "/");
        context.setClassLoader(classes);
        Predicate<String> quick = path -> path.startsWith("/quick");
        context.setAttribute(ContextAttributes.QUICK_PATHS, quick);
        intake.setHandler(context);
        server.setHandler(intake);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        for (Socket client : clients) {
            client.close();
        }
        server.stop();
    }

    @Test
    void answersSmallRequestsWithoutAnotherThread() throws IOException {
        assertThat(answer(post("/quick", "hello"))).endsWith("\r\n\r\n" + NOT_BLOCKING);
        assertThat(answer(post("/quick", "x".repeat(4_096)))).endsWith("\r\n\r\n" + NOT_BLOCKING);
    }

    @Test
    void answersRequestsWhoseBodyArrivesLater() throws IOException {
        Socket client = connect();
        String request = post("/quick", "hello");
        send(client, request.substring(0, request.length() - 2));
        assertThat(answer(post("/quick", "hello"))).endsWith("\r\n\r\n" + NOT_BLOCKING);

        send(client, "lo");

        assertThat(read(client)).endsWith("\r\n\r\n" + NOT_BLOCKING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /quick HTTP/1.1\r\nConnection: close\r\nHost: x\r\n\r\n",
                "POST /other HTTP/1.1\r\nConnection: close\r\nHost: x\r\nContent-Length: 1\r\n\r\n1",
                "PUT /quick HTTP/1.1\r\nConnection: close\r\nHost: x\r\nContent-Length: 1\r\n\r\n1",
                "POST /quick HTTP/1.1\r\nConnection: close\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
                "POST /quick HTTP/1.1\r\nConnection: close\r\nHost: x\r\nContent-Length: 1\r\nContent-Encoding: gzip\r\n\r\n1",
                "POST /quick HTTP/1.1\r\nConnection: close\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void passesOtherRequestsToThreadsThatMayBlock(String request) throws IOException {
        assertThat(answer(request)).endsWith("\r\n\r\n" + BLOCKING);
    }

    @Test
    void passesLargerBodiesToThreadsThatMayBlock() throws IOException {
        assertThat(answer(post("/quick", "x".repeat(4_097)))).endsWith("\r\n\r\n" + BLOCKING);
    }

    @Test
    void runsWhatIsHandedOverInAThreadThatMayBlock() throws IOException {
        List<Socket> blocked = sendMany(THREADS / 2, post("/quick/block", "x"));

        // Each holds a thread, as soon as it has arrived.
        Patience.await(() -> answers(post("/quick", "hello")).startsWith("HTTP/1.1 503 "), "no thread is left");
        assertThat(answer("GET /health/live HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\n" + BLOCKING);

        released.countDown();
        for (Socket client : blocked) {
            assertThat(read(client)).endsWith("\r\n\r\nhanded over, with the classes of the application");
        }
        // Clients have their answers a moment before the threads are free.
        Patience.await(() -> answers(post("/quick", "hello")).endsWith("\r\n\r\n" + NOT_BLOCKING), "a thread is free");
    }

    @Test
    void waitsForNoClientThatDoesNotRead() throws IOException {
        Socket client = connect();
        client.setReceiveBufferSize(1 << 16);
        Thread sender = new Thread(() -> sendUntilClosed(client, keepAlive("/quick/large")));
        sender.start();
        readUntilFull(client);

        assertThat(answer(post("/quick", "hello"))).endsWith("\r\n\r\n" + NOT_BLOCKING);
        assertThat(answer("GET /health/live HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\n" + BLOCKING);
    }

    @Test
    void passesSomeRequestsOfAClientThatDoesNotWaitForItsAnswersToAnotherThread() throws IOException {
        Socket client = connect();

        send(client, keepAlive("/quick").repeat(99) + post("/quick", "x"));

        String answers = read(client);
        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(101);
        assertThat(answers.split(BLOCKING, -1)).hasSizeGreaterThan(5);
    }

    private void sendUntilClosed(Socket client, String request) {
        try {
            while (!server.isStopping()) {
                send(client, request);
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    /** Returns when the server has more to send than the buffers between it and this client hold. */
    private static void readUntilFull(Socket client) throws IOException {
        assertThat(client.getInputStream().read()).isEqualTo('H');
    }

    private static String keepAlive(String path) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n1";
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private List<Socket> sendMany(int count, String request) throws IOException {
        List<Socket> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket client = connect();
            send(client, request);
            sent.add(client);
        }
        return sent;
    }

    private String answer(String request) throws IOException {
        Socket client = connect();
        send(client, request);
        return read(client);
    }

    private String answers(String request) {
        try {
            return answer(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        clients.add(client);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static String read(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        return new String(in.readAllBytes(), US_ASCII);
    }

    /** Says whether the thread that it runs in may block. */
    private final class Application extends Handler.Abstract {

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Object handOver = request.getAttribute(ContextAttributes.HAND_OVER);
            consume(request);
            switch (Request.getPathInContext(request)) {
                case "/quick/block" -> ((Executor) handOver).execute(() -> block(request, response, callback));
                case "/quick/large" -> response.write(true, ByteBuffer.allocate(LARGE), callback);
                default -> Content.Sink.write(response, true, handOver == null ? BLOCKING : NOT_BLOCKING, callback);
            }
            return true;
        }

        private void consume(Request request) throws IOException {
            Content.Source.asInputStream(request).readAllBytes();
        }

        private void block(Request request, Response response, Callback callback) {
            try {
                released.await();
                assertThat(request.getAttribute(ContextAttributes.HAND_OVER)).isNull();
                boolean hasClasses = Thread.currentThread().getContextClassLoader() == classes;
                String text = "handed over, with" + (hasClasses ? "" : "out") + " the classes of the application";
                Content.Sink.write(response, true, text, callback);
            } catch (InterruptedException e) {
                callback.failed(e);
            }
        }
    }
}
