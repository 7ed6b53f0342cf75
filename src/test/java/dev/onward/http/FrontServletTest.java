package dev.onward.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.Log;
import dev.onward.Patience;
import dev.onward.http.body.BodyException;
import dev.onward.http.body.MemoryBudget;
import dev.onward.http.body.RequestResources;
import dev.onward.http.body.ResponseMemory;
import dev.onward.settings.ContextAttributes;
import dev.onward.settings.Settings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel in a server, with routes of its own and no model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontServletTest {

    private static final StaticFile FILE = StaticFile.of("a.css", "body {}".getBytes(UTF_8));

    private final Server server = new Server();
    private final AtomicInteger ends = new AtomicInteger();
    private final Queue<String> observed = new ConcurrentLinkedQueue<>();
    private final Queue<String> identifiers = new ConcurrentLinkedQueue<>();
    private final Queue<Long> runNanos = new ConcurrentLinkedQueue<>();
    private Http http = Http.to(URI.create("http://localhost"));

    @BeforeAll
    void start() throws Exception {
        Log.start();
        Router router = new Router(
                List.of(
                        new RouteGroup(
                                "/",
                                (error, id) -> ErrorBody.plain(error.status() + " " + error.detail()),
                                List.of(
                                        Route.get("/hello/{name}", FrontServletTest::hello),
                                        Route.post("/echo", FrontServletTest::echo),
                                        Route.get("/slash", request -> request.sendText("slash"))
                                                .takesTrailingSlash(),
                                        Route.get("/file", FILE::send),
                                        Route.get("/run", FrontServletTest::run),
                                        Route.post("/no-uploads", request -> request.upload(10)
                                                .close()),
                                        Route.get("/exhausted", request -> {
                                            throw new OutOfMemoryError("Java heap space");
                                        }),
                                        Route.get("/overloaded", request -> {
                                            throw new BodyException(503, "no memory left");
                                        }),
                                        Route.get("/interrupted", request -> {
                                            throw new UncheckedIOException(new ClosedByInterruptException());
                                        }),
                                        Route.get("/broken", request -> {
                                            throw new IllegalStateException("a secret");
                                        }))),
                        new RouteGroup("/unwritable", FrontServletTest::failOnce, List.of()),
                        new RouteGroup(
                                "/v9",
                                (error, id) -> ErrorBody.json(json -> json.writeStringProperty("v9", error.detail())),
                                List.of())),
                UnaryOperator.identity());
        ErrorFilter errors = new ErrorFilter(thrown -> Optional.empty(), Settings.fallback());
        RequestObserver observer = (request, status, nanos) -> {
            if (request.record().runNanos() > 0) {
                runNanos.add(request.record().runNanos());
            }
            identifiers.add(request.id());
            observed.add(request.route() + " " + status);
        };
        ServletContextHandler context = new ServletContextHandler("/");
        context.setAttribute(ContextAttributes.OUT_OF_MEMORY, (Runnable) ends::incrementAndGet);
        ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
        errorPages.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, "/error");
        context.setErrorHandler(errorPages);
        context.addServlet(
                new ServletHolder(new FrontServlet(
                        router,
                        errors,
                        new InFlightRequests(),
                        new RequestResources(
                                MemoryBudget.ofHeap(),
                                ResponseMemory.ofHeap(),
                                Path.of(System.getProperty("java.io.tmpdir", ".")),
                                1 << 20),
                        List.of(observer))),
                "/*");
        Executor other = Runnable::run;
        Filter mustNotBlock = (request, response, chain) -> {
            request.setAttribute(ContextAttributes.HAND_OVER, other);
            chain.doFilter(request, response);
        };
        context.addFilter(mustNotBlock, "/run", EnumSet.of(DispatcherType.REQUEST));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(context);
        server.start();
        http = Http.to(URI.create("http://127.0.0.1:" + connector.getLocalPort()));
    }

    @AfterAll
    void stop() throws Exception {
        server.stop();
    }

    /** Fails for the request itself, and answers the container's error dispatch. */
    private static ErrorBody failOnce(ErrorResponse error, String id) {
        if (error.status() == 404) {
            throw new IllegalStateException("unwritable");
        }
        return ErrorBody.plain(id);
    }

    private static void hello(RequestContext request) throws IOException {
        request.sendText("hello " + request.pathParameter("name").orElse(""));
    }

    private static void echo(RequestContext request) throws IOException {
        request.sendText(new String(request.body().open(10).readAllBytes(), UTF_8));
    }

    /** Runs a model, and then has to wait. */
    private static void run(RequestContext request) throws IOException {
        request.record().addRun(5);
        request.beforeBlocking();
        request.sendText("done");
    }

    @Test
    void countsOnlyTheRunsOfTheThreadThatAnswers() {
        assertThat(http.get("/run").body()).isEqualTo("done");

        Patience.await(() -> observed.contains("/run 200"), "the request is observed");
        assertThat(runNanos).containsExactly(5L);
    }

    @Test
    void handsTheVariablesToTheHandler() {
        assertThat(http.get("/hello/a%20b").body()).isEqualTo("hello a b");
        assertThat(http.get("/slash/").body()).isEqualTo("slash");
        Patience.await(
                () -> observed.containsAll(List.of("/hello/{name} 200", "/slash 200")), "both requests are observed");
    }

    @Test
    void answersHeadAsGetWithoutTheBody() {
        Answer get = http.get("/hello/x");
        Answer head = http.send("HEAD", "/hello/x", BodyPublishers.noBody());

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(http.send("HEAD", "/echo", BodyPublishers.noBody()).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "/hello/x, 'GET, HEAD, OPTIONS', DELETE",
        "/echo, 'OPTIONS, POST', GET",
        "/slash/, 'GET, HEAD, OPTIONS', POST"
    })
    void tellsTheMethodsOfAPath(String path, String allow, String other) {
        Answer options = http.send("OPTIONS", path, BodyPublishers.noBody());
        Answer refused = http.send(other, path, BodyPublishers.noBody());

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).contains(allow);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).contains(allow);
        assertThat(refused.body()).isEqualTo("405 expected one of the methods " + allow + ", got " + other);
    }

    @Test
    void answersUnknownPathsInTheFormatOfTheirPrefix() {
        assertThat(http.get("/nothing").body()).isEqualTo("404 no resource found at /nothing");
        assertThat(http.get("/v9x").body()).isEqualTo("404 no resource found at /v9x");
        assertThat(http.get("/v9").body()).isEqualTo("{\"v9\":\"no resource found at /v9\"}");
        assertThat(http.get("/v9/a/b").body()).isEqualTo("{\"v9\":\"no resource found at /v9/a/b\"}");
    }

    @Test
    void refusesABodyOverTheLimit() {
        Answer answer = http.postJson("/echo", "12345678901");

        assertThat(http.postJson("/echo", "1234567890").body()).isEqualTo("1234567890");
        assertThat(answer.body()).isEqualTo("413 expected a body of at most 10 bytes, got more");
    }

    @Test
    void saysWhenToSendAgainARequestForWhichThereIsNoMemory() {
        Answer answer = http.get("/overloaded");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(answer.body()).isEqualTo("503 no memory left");
    }

    @Test
    void keepsInternalErrorsForTheLog() {
        Answer answer = http.get("/broken", "X-Request-Id", "broken-1");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("500 internal error, logged as broken-1");
        assertThat(Log.containing("request broken-1: GET /broken"))
                .singleElement()
                .asString()
                .contains("java.lang.IllegalStateException: a secret");
    }

    @Test
    void logsNothingOfARequestThatTheServerInterruptsWhenItStops() {
        Answer answer = http.get("/interrupted", "X-Request-Id", "interrupted-1");

        assertThat(answer.body()).isEqualTo("503 the server is shutting down");
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(Log.containing("request interrupted-1")).isEmpty();
    }

    @Test
    void asksTheLauncherToEndTheProcessWhenTheHeapIsUsedUp() {
        assertThat(ends).hasValue(0);

        assertThat(http.get("/exhausted").status()).isEqualTo(500);

        assertThat(ends).hasValue(1);
    }

    @Test
    void sparesAFileThatTheCallerHas() {
        Answer answer = http.get("/file");

        assertThat(answer.body()).isEqualTo("body {}");
        assertThat(answer.contentType()).isEqualTo("text/css;charset=utf-8");
        assertThat(answer.header("Cache-Control")).contains("no-cache");
        assertThat(answer.header("ETag")).contains(StaticFile.tag("body {}".getBytes(UTF_8)));
        assertThat(StaticFile.tag("other".getBytes(UTF_8)))
                .isNotEqualTo(answer.header("ETag").orElseThrow())
                .matches("\"[0-9a-f-]{36}\"");
    }

    @Test
    void sendsAFileInGzipToThoseWhoAcceptIt() throws Exception {
        Answer plain = http.get("/file", "Accept-Encoding", "br, gzip;q=0");
        HttpRequest request = HttpRequest.newBuilder(http.url("/file"))
                .header("Accept-Encoding", "gzip;q=0.5, br")
                .build();

        HttpResponse<byte[]> compressed = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());

        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Vary")).contains("Accept-Encoding");
        assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(compressed.headers().firstValue("Vary")).contains("Accept-Encoding");
        try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
            assertThat(inflated.readAllBytes()).isEqualTo("body {}".getBytes(UTF_8));
        }
        String tag = compressed.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isNotEqualTo(plain.header("ETag").orElseThrow());
        assertThat(http.get("/file", "Accept-Encoding", "gzip", "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        assertThat(http.get("/file", "If-None-Match", tag).status()).isEqualTo(200);
    }

    @Test
    void keepsTheIdentifierOfARequestInTheErrorDispatch() {
        Answer answer = http.get("/unwritable");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("X-Request-Id")).contains(answer.body());
        Patience.await(() -> identifiers.contains(answer.body()), "the request is observed under the same identifier");
    }

    @Test
    void observesWhatTheContainerRefuses() {
        Answer answer = http.get("/WEB-INF/web.xml", "X-Request-Id", "protected-1");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("X-Request-Id")).contains("protected-1");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        Patience.await(() -> identifiers.contains("protected-1"), "the request is observed");
    }

    @Test
    void takesUploadsOnlyWhereTheRouteSaysSo() {
        Answer answer = http.send("POST", "/no-uploads", BodyPublishers.ofString("x"), "X-Request-Id", "no-uploads-1");

        assertThat(answer.body()).isEqualTo("500 internal error, logged as no-uploads-1");
        assertThat(Log.containing("request no-uploads-1: POST /no-uploads"))
                .singleElement()
                .asString()
                .contains("java.lang.IllegalStateException: expected a route that takes uploads, got /no-uploads");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "TAG", "W/TAG", "\"other\", TAG", "\"other\",W/TAG"})
    void comparesTagsWeakly(String header) {
        String tag = http.get("/file").header("ETag").orElseThrow();

        Answer answer = http.get("/file", "If-None-Match", header.replace("TAG", tag));

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).contains(tag);
        assertThat(http.get("/file", "If-None-Match", "\"other\"").status()).isEqualTo(200);
    }
}
