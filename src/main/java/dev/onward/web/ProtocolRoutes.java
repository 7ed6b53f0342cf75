package dev.onward.web;

import dev.onward.repository.ModelRepository;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Everything from {@code /v2} on: the server's paths as they are, and the models' by what follows their name. */
final class ProtocolRoutes extends HttpServlet {

    private static final String MODELS = "/models";

    /** With or without a version. */
    private static final String MODEL = MODELS + "/{model}";

    private final transient Map<String, Endpoint> server;
    private final transient Map<String, Endpoint> model;

    ProtocolRoutes(ModelRepository models, Protocol protocol, Endpoint.Action infer) {
        this.server = Map.of(
                "",
                get("", protocol::server),
                "/health/live",
                get("/health/live", protocol::live),
                "/health/ready",
                get("/health/ready", protocol::ready),
                MODELS,
                get(MODELS, protocol::list),
                MODELS + "/stats",
                get(MODELS + "/stats", protocol::allStatistics),
                "/repository/index",
                new Endpoint(ProtocolPath.ROOT + "/repository/index", Map.of("POST", protocol::index)));
        this.model = Map.of(
                "", get(MODEL, onModel(models, protocol::metadata)),
                "ready", get(MODEL + "/ready", onModel(models, protocol::modelReady)),
                "stats", get(MODEL + "/stats", onModel(models, protocol::statistics)),
                "infer", new Endpoint(ProtocolPath.ROOT + MODEL + "/infer", Map.of("POST", infer)));
    }

    /** The action on the model that a path of the protocol names. */
    static Endpoint.Action onModel(ModelRepository models, OnModel action) {
        return OnModel.leasing(request -> ProtocolPath.of(request).lease(models), action);
    }

    private static Endpoint get(String route, Endpoint.Action action) {
        return new Endpoint(ProtocolPath.ROOT + route, Map.of("GET", action));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        // The specification has the server's own path with and without a slash at its end.
        Endpoint endpoint = server.get(path.equals("/") ? "" : path);
        if (endpoint == null && path.startsWith(MODELS + "/")) {
            endpoint = model.get(ProtocolPath.of(request).action());
        }
        if (endpoint == null && path.startsWith("/repository" + MODELS + "/")) {
            throw new HttpException(
                    501, "models are loaded and unloaded as their files come and go, and not by this protocol");
        }
        if (endpoint == null) {
            throw new HttpException(404, "there is nothing at " + request.getRequestURI());
        }
        endpoint.service(request, response);
    }
}
