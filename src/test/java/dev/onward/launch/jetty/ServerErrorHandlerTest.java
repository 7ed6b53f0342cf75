package dev.onward.launch.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.Http;
import dev.onward.settings.ContextAttributes;
import java.net.URI;
import java.util.Map;
import java.util.function.BiFunction;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class ServerErrorHandlerTest {

    /** As Jetty itself responds while it stops. */
    @Test
    void asksClientsToTryAgainWhenTheServerIsUnavailable() throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        server.addConnector(connector);
        ContextHandler context = new ContextHandler(new Unavailable(), "/");
        BiFunction<Map<String, String>, Map<String, String>, String> application = (known, headers) -> {
            headers.put("X-Request-Id", "7");
            return known.get("status") + ": " + known.get("detail");
        };
        context.getContext().setAttribute(ContextAttributes.REJECTION, application);
        server.setHandler(context);
        server.setErrorHandler(new ServerErrorHandler(server));
        server.start();
        try {
            Http.Answer answer = Http.to(URI.create("http://127.0.0.1:" + connector.getLocalPort()))
                    .get("/predict");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).contains("1");
            assertThat(answer.header("X-Request-Id")).contains("7");
            assertThat(answer.body()).isEqualTo("503: the server is starting or stopping; try again shortly");
        } finally {
            server.stop();
        }
    }

    private static final class Unavailable extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Response.writeError(request, response, callback, 503);
            return true;
        }
    }
}
