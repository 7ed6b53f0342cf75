package dev.onward.http;

import java.util.Map;
import java.util.Optional;

/**
 * The result of looking up a path in the table of routes.
 *
 * @param endpoint the path's endpoint; empty if there is none
 * @param parameters the values of the path's variables, by name
 * @param errors the format of errors at this path
 */
record RouteMatch(Optional<Endpoint> endpoint, Map<String, String> parameters, ErrorFormat errors) {

    /** The name under which the log and the metrics count requests that match no route. */
    static final String NO_ROUTE = "none";

    String route() {
        return endpoint.map(Endpoint::template).orElse(NO_ROUTE);
    }

    boolean takesUploads() {
        return endpoint.map(Endpoint::takesUploads).orElse(false);
    }

    boolean isProbe() {
        return endpoint.map(Endpoint::isProbe).orElse(false);
    }
}
