package dev.onward.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One path and what it does for each method. HEAD is answered as GET, OPTIONS with the methods there are, and any other
 * method is refused with the same list.
 */
final class Endpoint extends HttpServlet {

    /** Reads the request, asks the model, writes the answer; what goes wrong is thrown. */
    interface Action {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private final String route;
    private final transient Map<String, Action> actions;
    private final String allow;

    /** @param route the pattern of its path, by which the log and the metrics know it */
    Endpoint(String route, Map<String, Action> actions) {
        this.route = route;
        Map<String, Action> all = new TreeMap<>(actions);
        if (actions.containsKey("GET")) {
            all.putIfAbsent("HEAD", actions.get("GET"));
        }
        all.put("OPTIONS", this::options);
        this.actions = Map.copyOf(all);
        this.allow = String.join(", ", all.keySet());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Exchange.of(request).route(route);
        Action action = actions.get(request.getMethod());
        if (action == null) {
            throw new HttpException(
                    405,
                    "expected one of the methods " + allow + ", got " + request.getMethod(),
                    Map.of("Allow", allow));
        }
        action.handle(request, response);
    }

    private void options(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Allow", allow);
        response.setStatus(204);
    }
}
