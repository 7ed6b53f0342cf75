package dev.onward.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Everything from {@code /models} on: the list, each model's page, and its predictions. */
final class ModelRoutes extends HttpServlet {

    private final Endpoint list;
    private final Endpoint page;
    private final Endpoint predictions;
    private final Endpoint invocations;

    ModelRoutes(Endpoint list, Endpoint page, Endpoint predictions, Endpoint invocations) {
        this.list = list;
        this.page = page;
        this.predictions = predictions;
        this.invocations = invocations;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        endpoint(request).service(request, response);
    }

    private Endpoint endpoint(HttpServletRequest request) {
        String path = request.getPathInfo();
        if (path == null || path.equals("/")) {
            return list;
        }
        return switch (ModelPath.of(request).action()) {
            case ModelPath.PREDICT -> predictions;
            case ModelPath.INVOCATIONS -> invocations;
            default -> page;
        };
    }
}
