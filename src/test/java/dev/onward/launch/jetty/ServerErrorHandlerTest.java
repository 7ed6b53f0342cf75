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

    private static final String UNAVAILABLE = "the server is starting or stopping; try again shortly";

    @Test
    void asksClientsToTryAgainWhenTheServerIsUnavailable() throws Exception {
        Http.Answer answer = answer((known, headers) -> {
            headers.put("X-Request-Id", "7");
            headers.put("Content-Type", "text/x-application");
            return known.get("method") + " " + known.get("path") + " " + known.get("status") + ": "
                    + known.get("detail");
        });

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(answer.header("X-Request-Id")).contains("7");
        assertThat(answer.contentType()).isEqualTo("text/x-application");
        assertThat(answer.body()).isEqualTo("GET /predict 503: " + UNAVAILABLE);
    }

    @Test
    void answersItselfIfTheApplicationFails() throws Exception {
        Http.Answer answer = answer((known, headers) -> {
            headers.put("X-Request-Id", "7");
            throw new NoClassDefFoundError("gone");
        });

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("X-Request-Id")).isEmpty();
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .isEqualTo("{\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"" + UNAVAILABLE + "\"}");
    }

    /** The response to a request that Jetty rejects with 503, as it does while it stops. */
    private static Http.Answer answer(BiFunction<Map<String, String>, Map<String, String>, String> application)
            throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        server.addConnector(connector);
        ContextHandler context = new ContextHandler(new Unavailable(), "/");
        context.getContext().setAttribute(ContextAttributes.REJECTION, application);
        server.setHandler(context);
        server.setErrorHandler(new ServerErrorHandler(server));
        server.start();
        try {
            return Http.to(URI.create("http://127.0.0.1:" + connector.getLocalPort()))
                    .get("/predict");
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
