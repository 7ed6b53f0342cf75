package dev.onward.launch.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Patience;
import dev.onward.settings.ContextAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server with few threads and a handler that reads bodies with its own thread, as servlets do. */
class IntakeHandlerTest {

    private static final int THREADS = 16;
    private static final int MANY = 3 * THREADS;
    private static final Duration PAUSE = Duration.ofMillis(700);

    private final CountingScheduler scheduler = new CountingScheduler();
    private final Server server = new Server(new QueuedThreadPool(THREADS), scheduler, null);
    private final ServerConnector connector = new ServerConnector(server);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Semaphore refusals = new Semaphore(0);
    private final Semaphore brokenBodies = new Semaphore(0);
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        start(PAUSE);
    }

    private void start(Duration maxPause) throws Exception {
        IntakeHandler intake = new IntakeHandler(new Pace(1_000_000, 1_000_000, maxPause, Duration.ofMillis(50)));
        intake.setHandler(new Application());
        server.setHandler(new IdleWhileReading(intake));
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
    void holdsNoThreadForTheFirstPartOfABody() throws IOException {
        List<Socket> slow = send(MANY, post("/", 1_000) + "x");

        assertThat(answer("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");

        for (Socket client : slow) {
            assertThat(read(client)).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void holdsNoThreadForAnUnfinishedChunk() throws IOException {
        List<Socket> slow = send(MANY, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");

        assertThat(answer("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");

        for (Socket client : slow) {
            assertThat(read(client)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void leavesThreadsForOthersWhileLongBodiesPause() throws IOException {
        List<Socket> slow = send(MANY, post("/", 1_000_000) + "x".repeat(FirstPart.SIZE));

        assertThat(answer("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(answer(post("/", 5).replace("1.1", "1.0") + "hello")).endsWith("\r\n\r\n5");

        assertThat(read(slow.get(0))).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void doesNotWaitForBodiesThatTheClientMayNotSendYet() throws IOException {
        Socket client = send(1, post("/refuse", 100_000).replace("Host", "Expect: 100-continue\r\nHost"))
                .get(0);

        assertThat(read(client)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void refusesRequestsThatFindNoThreadAndStillAnswersProbes() throws IOException {
        List<Socket> busy = send(MANY, "GET /block HTTP/1.0\r\n\r\n");
        // Otherwise, one that arrives late could find a thread that is free again.
        Patience.await(() -> unanswered(busy) == THREADS / 2, "all others are refused");

        String refused = awaitRefusal();

        assertThat(refused).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: 1\r\n");
        assertThat(answer("GET /health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");

        released.countDown();
        List<String> answers = new ArrayList<>();
        for (Socket client : busy) {
            answers.add(read(client));
        }
        assertThat(answers)
                .filteredOn(answer -> answer.startsWith("HTTP/1.1 200 "))
                .hasSize(THREADS / 2);
    }

    /** Their requests end one after the other, and a request that comes between them finds a thread. */
    @Test
    void refusesNobodyWhenManyClientsLeaveTogether() throws Exception {
        server.stop();
        // None of them is too slow, also on a busy machine.
        start(Duration.ofMinutes(1));
        List<Socket> leaving = send(MANY, post("/broken", 1_000) + "x");
        assertThat(answer("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");

        for (Socket client : leaving) {
            client.close();
        }
        assertThat(brokenBodies.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

        for (int i = 0; i < MANY; i++) {
            assertThat(answer("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        }
        released.countDown();
        // The application sees each of them, and so do the access log and the metrics.
        assertThat(brokenBodies.tryAcquire(MANY - 1, 20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void keepsTheConnectionOfARefusedRequestThatHasArrived() throws IOException {
        send(THREADS, "GET /block HTTP/1.0\r\n\r\n");
        awaitRefusal();
        Socket client = send(1, post("/", 5) + "hello").get(0);

        assertThat(readUntil(client, "\r\n\r\n")).startsWith("HTTP/1.1 503 ").doesNotContain("Connection: close");

        released.countDown();
        assertThat(awaitAnswer("HTTP/1.1 200 ")).startsWith("HTTP/1.1 200 ");
        client.getOutputStream().write((post("/", 3).replace("1.1", "1.0") + "you").getBytes(US_ASCII));
        assertThat(read(client)).endsWith("\r\n\r\n3");
    }

    @Test
    void closesTheConnectionOfAClientThatDoesNotRead() throws Exception {
        Socket client = send(1, "GET /large HTTP/1.0\r\n\r\n").get(0);

        Application.LARGE_ENDED.await();

        assertThat(read(client)).hasSizeLessThan(Application.LARGE);
    }

    @Test
    void readsBodiesOfAnyLengthFromClientsThatKeepThePace() throws IOException {
        assertThat(answer(post("/", 5_000_000).replace("1.1", "1.0") + "x".repeat(5_000_000)))
                .endsWith("\r\n\r\n5000000");
        assertThat(answer("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\nhello\r\n0\r\n\r\n"))
                .contains("\r\n\r\n5");
    }

    @Test
    void keepsTheConnectionAfterABody() throws IOException {
        String two = post("/", 5) + "hello" + post("/", 3).replace("1.1", "1.0") + "you";

        assertThat(answer(two)).contains("\r\n\r\n5HTTP/1.1 200 ").endsWith("\r\n\r\n3");
    }

    @Test
    void readsOnWhenTheConnectionSeemsIdle() throws IOException {
        assertThat(answer(post("/idle", 5).replace("1.1", "1.0") + "hello")).endsWith("\r\n\r\n5");
    }

    @Test
    void schedulesNothingForRequestsThatHaveArrived() throws IOException {
        Socket client = send(1, post("/", 5) + "hello").get(0);
        assertThat(readUntil(client, "\r\n\r\n5")).startsWith("HTTP/1.1 200 ");
        int before = scheduler.count.get();

        for (int i = 0; i < 20; i++) {
            client.getOutputStream().write((post("/", 5) + "hello").getBytes(US_ASCII));
            assertThat(readUntil(client, "\r\n\r\n5")).startsWith("HTTP/1.1 200 ");
        }

        assertThat(scheduler.count.get()).isEqualTo(before);
    }

    @Test
    void holdsNoThreadForClientsThatReadSlowly() throws IOException {
        List<Socket> slow = send(MANY, "GET /large-without-thread HTTP/1.0\r\n\r\n");
        for (Socket client : slow) {
            readUntil(client, "\r\n\r\n");
        }

        assertThat(answer("GET /hello HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    /** The handler itself refuses those that find no thread, so each is sent when the one before has been refused. */
    @Test
    void delaysRefusalsForOverloadWithoutAThread() throws Exception {
        long start = System.nanoTime();
        List<Socket> refused = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            refused.addAll(send(1, "GET /overloaded HTTP/1.0\r\n\r\n"));
            assertThat(refusals.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }

        for (Socket client : refused) {
            assertThat(read(client))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\r\nRetry-After: 1\r\n", "\r\nContent-Length: 4\r\n")
                    .endsWith("\r\n\r\nbusy");
        }
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(HeldResponse.MIN_DELAY_MILLIS));
    }

    @Test
    void holdsNoThreadForTheRestOfARefusedBody() throws IOException {
        List<Socket> slow = send(MANY, post("/refuse", 60_000) + "x".repeat(20_000));
        for (Socket client : slow) {
            assertThat(readUntil(client, "\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        }

        // The other requests that wait for the rest hold none of the threads for long bodies.
        assertThat(answer(post("/", 100_000).replace("1.1", "1.0") + "x".repeat(100_000)))
                .endsWith("\r\n\r\n100000");
        // The server gives up on clients that send nothing more.
        for (Socket client : slow) {
            read(client);
        }
    }

    @Test
    void readsTheRestOfARefusedBodySoThatTheClientSeesTheResponse() throws Exception {
        Socket client = send(1, post("/refuse", 60_000) + "x".repeat(20_000)).get(0);
        Application.REFUSED.await();

        client.getOutputStream().write("x".repeat(40_000).getBytes(US_ASCII));

        assertThat(read(client)).startsWith("HTTP/1.1 413 ");
    }

    private static String readUntil(Socket client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = client.getInputStream().read();
            assertThat(next).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static String post(String path, int length) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static long unanswered(List<Socket> clients) {
        return clients.stream()
                .filter(client -> {
                    try {
                        return client.getInputStream().available() == 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .count();
    }

    /** The first response to a request that finds no thread: those sent before on other connections may come later. */
    private String awaitRefusal() throws IOException {
        return awaitAnswer("HTTP/1.1 503 ");
    }

    private String awaitAnswer(String begin) throws IOException {
        String answer = "";
        for (int attempt = 0; attempt < 100 && !answer.startsWith(begin); attempt++) {
            answer = answer("GET /hello HTTP/1.0\r\n\r\n");
        }
        return answer;
    }

    private String answer(String request) throws IOException {
        return read(send(1, request).get(0));
    }

    private List<Socket> send(int count, String request) throws IOException {
        List<Socket> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
            client.setSoTimeout(20_000);
            clients.add(client);
            sent.add(client);
            client.getOutputStream().write(request.getBytes(US_ASCII));
        }
        return sent;
    }

    private static String read(Socket client) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = client.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                text.append(new String(buffer, 0, count, US_ASCII));
            }
        } catch (SocketException e) {
            // The connection was closed while bytes were on their way.
        }
        return text.toString();
    }

    private static final class CountingScheduler extends ScheduledExecutorScheduler {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit unit) {
            count.incrementAndGet();
            return super.schedule(task, delay, unit);
        }
    }

    /** Ends the idle timeout of connections while the bodies of requests to /idle are read. */
    private static final class IdleWhileReading extends Handler.Wrapper {

        IdleWhileReading(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Request read = Request.getPathInContext(request).equals("/idle") ? new Idle(request) : request;
            return super.handle(read, response, callback);
        }

        private static final class Idle extends Request.Wrapper {

            Idle(Request request) {
                super(request);
            }

            @Override
            public Content.Chunk read() {
                getConnectionMetaData().getConnection().onIdleExpired(new TimeoutException());
                return super.read();
            }
        }
    }

    private final class Application extends Handler.Abstract {

        static final int LARGE = 50_000_000;
        static final CountDownLatch LARGE_ENDED = new CountDownLatch(1);

        static final CountDownLatch REFUSED = new CountDownLatch(1);

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            switch (Request.getPathInContext(request)) {
                case "/block" -> {
                    released.await();
                    callback.succeeded();
                }
                case "/broken" -> breakOff(request, response, callback);
                case "/refuse" -> refuse(request, response, callback);
                case "/large-without-thread" -> response.write(true, ByteBuffer.allocate(LARGE), callback);
                case "/overloaded" -> {
                    response.setStatus(503);
                    response.getHeaders().put("Retry-After", "1");
                    response.getHeaders().put("Content-Length", 4);
                    Content.Sink.write(response, true, ByteBuffer.wrap("busy".getBytes(US_ASCII)));
                    callback.succeeded();
                    refusals.release();
                }
                case "/large" -> writeLarge(response, callback);
                default -> count(request, response, callback);
            }
            return true;
        }

        /** Holds the thread of a request whose body broke off. */
        private void breakOff(Request request, Response response, Callback callback) throws InterruptedException {
            if (Content.Chunk.isFailure(request.read())) {
                brokenBodies.release();
                released.await();
            }
            Response.writeError(request, response, callback, 400);
        }

        private static void refuse(Request request, Response response, Callback callback) {
            if (request.getAttribute(ContextAttributes.BODY_REST) instanceof LongConsumer rest) {
                rest.accept(64 * 1024);
            }
            Response.writeError(request, response, callback, 413);
            REFUSED.countDown();
        }

        private static void writeLarge(Response response, Callback callback) throws IOException {
            try {
                for (int i = 0; i < LARGE / 50_000; i++) {
                    try (Blocker.Callback written = Blocker.callback()) {
                        response.write(false, ByteBuffer.allocate(50_000), written);
                        written.block();
                    }
                }
                callback.succeeded();
            } catch (IOException e) {
                callback.failed(e);
            } finally {
                LARGE_ENDED.countDown();
            }
        }

        private static void count(Request request, Response response, Callback callback) throws IOException {
            try {
                long length = Content.Source.asInputStream(request).transferTo(OutputStream.nullOutputStream());
                Content.Sink.write(response, true, Long.toString(length), callback);
            } catch (IOException e) {
                Response.writeError(request, response, callback, 408);
            }
        }
    }
}
