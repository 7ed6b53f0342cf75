package dev.onward.http;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One path of the table of routes, with a handler for each method. HEAD is handled like GET, and OPTIONS returns the
 * list of methods. Any other method is refused with the same list. Immutable once the router has been built.
 */
final class Endpoint implements Handler {

    private final String template;
    private final ErrorFormat errors;
    private final Map<String, Handler> handlers = new TreeMap<>();
    private String allow = "";
    private boolean takesTrailingSlash;
    private boolean takesUploads;
    private boolean isProbe;
    private final Set<String> quickMethods = new HashSet<>();

    Endpoint(String template, ErrorFormat errors) {
        this.template = template;
        this.errors = errors;
        handlers.put("OPTIONS", this::options);
    }

    /**
     * Adds a route of this path.
     *
     * @param handler the route's handler, with its access checks
     * @throws IllegalArgumentException if the method already has a route
     */
    void add(Route route, Handler handler) {
        if (handlers.put(route.method(), handler) != null) {
            throw new IllegalArgumentException("expected one route, got two for " + route.method() + " " + template);
        }
        if (route.method().equals("GET")) {
            handlers.put("HEAD", handler);
        }
        allow = String.join(", ", handlers.keySet());
        takesTrailingSlash |= route.allowsTrailingSlash();
        takesUploads |= route.allowsUploads();
        isProbe |= route.isProbe();
        if (route.isQuick()) {
            quickMethods.add(route.method());
        }
    }

    /** The path with its variables: the name of the route in the access log and the metrics. */
    String template() {
        return template;
    }

    ErrorFormat errors() {
        return errors;
    }

    boolean takesTrailingSlash() {
        return takesTrailingSlash;
    }

    boolean takesUploads() {
        return takesUploads;
    }

    boolean isProbe() {
        return isProbe;
    }

    /** Returns whether a thread that must not block can handle this method. */
    boolean isQuick(String method) {
        return quickMethods.contains(method);
    }

    @Override
    public void handle(RequestContext request) throws IOException {
        Handler handler = handlers.get(request.method());
        if (handler == null) {
            throw new HttpException(
                    405, "expected one of the methods " + allow + ", got " + request.method(), Map.of("Allow", allow));
        }
        handler.handle(request);
    }

    private void options(RequestContext request) {
        request.header("Allow", allow).status(204);
    }
}
