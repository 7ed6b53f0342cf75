package dev.onward.launch.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.settings.ContextAttributes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server as in the image: configured by the module's XML, and with a context that is deployed after the start. */
class IntakeModuleTest {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final BlockingQueue<Map<String, String>> rejected = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Failing(contexts));
        XmlConfiguration module = new XmlConfiguration(
                ResourceFactory.of(server).newResource(Path.of("src", "main", "jetty", "etc", "intake.xml")));
        module.getIdMap().put("Server", server);
        module.configure();
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void reportsWhatTheServerRejectsToTheApplication() throws Exception {
        deploy();

        String answer = answer("GET /a HTTP/1.1\r\nHost: x y\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("\r\nX-Request-Id: r-1\r\n")
                .endsWith("\r\n\r\nas the application says");
        assertThat(rejected.poll(10, TimeUnit.SECONDS))
                .containsEntry("path", "/a")
                .containsEntry("detail", "the request was rejected before it reached the application")
                .containsEntry("status", "400");
    }

    @Test
    void rejectsRequestsBeforeTheApplicationIsDeployed() throws Exception {
        assertThat(answer("GET / HTTP/1.1\r\nHost: x y\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                .endsWith("{\"title\":\"Bad Request\",\"status\":400,"
                        + "\"detail\":\"the request was rejected before it reached the application\"}")
                .doesNotContain("X-Request-Id");
    }

    @Test
    void endsTheProcessAfterAnOutOfMemoryError() throws Exception {
        deploy();

        answer("GET /heap HTTP/1.0\r\n\r\n");

        assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("out of memory");
    }

    @Test
    void findsAnOutOfMemoryErrorAmongTheCauses() throws Exception {
        deploy();

        answer("GET /cause HTTP/1.0\r\n\r\n");

        assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("out of memory");
    }

    @Test
    void doesNotEndTheProcessForALackOfDirectBuffers() throws Exception {
        deploy();

        assertThat(answer("GET /direct HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 500 ");

        assertThat(ended).isEmpty();
    }

    private void deploy() throws Exception {
        ContextHandler context = new ContextHandler("/");
        context.setAttribute(ContextAttributes.REJECTION, (BiFunction<Map<String, String>, Map<String, String>, String>)
                (known, headers) -> {
                    rejected.add(known);
                    headers.put("X-Request-Id", "r-1");
                    return "as the application says";
                });
        context.setAttribute(ContextAttributes.OUT_OF_MEMORY, (Runnable) () -> ended.add("out of memory"));
        contexts.addHandler(context);
        context.start();
    }

    private String answer(String request) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(client.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    /** Fails before the context, which would handle the error itself. */
    private static final class Failing extends Handler.Wrapper {

        Failing(Handler contexts) {
            super(contexts);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            return switch (Request.getPathInContext(request)) {
                case "/heap" -> throw new OutOfMemoryError("Java heap space");
                case "/cause" -> throw new IllegalStateException(new OutOfMemoryError("Java heap space"));
                case "/direct" -> throw new OutOfMemoryError("Cannot reserve 8 bytes of direct buffer memory");
                default -> super.handle(request, response, callback);
            };
        }
    }
}
