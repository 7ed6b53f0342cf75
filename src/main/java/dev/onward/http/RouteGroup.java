package dev.onward.http;

import java.util.List;
import java.util.Optional;

/**
 * The routes of one slice.
 *
 * @param prefix of the paths that get this group's errors even if they have no route, such as {@code /v2}; "/" for
 *     paths that no other group covers
 * @param suffix of the same paths, such as {@code /invocations}; empty for paths with any ending
 * @param errors the format of errors of its routes and of the other paths that it covers
 */
public record RouteGroup(String prefix, Optional<String> suffix, ErrorFormat errors, List<Route> routes) {

    public RouteGroup {
        routes = List.copyOf(routes);
    }

    /** A group that covers all paths with the prefix. */
    public RouteGroup(String prefix, ErrorFormat errors, List<Route> routes) {
        this(prefix, Optional.empty(), errors, routes);
    }

    boolean covers(String path) {
        boolean isBelow = prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
        return isBelow && suffix.map(path::endsWith).orElse(true);
    }
}
