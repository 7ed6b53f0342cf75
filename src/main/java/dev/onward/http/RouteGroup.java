package dev.onward.http;

import java.util.List;

/**
 * The routes of one slice.
 *
 * @param prefix the path below which unknown paths get this group's errors too, such as {@code /v2}; "/" for no path of
 *     its own
 * @param errors the format of errors of its routes and of everything else below its prefix
 */
public record RouteGroup(String prefix, ErrorFormat errors, List<Route> routes) {

    public RouteGroup {
        routes = List.copyOf(routes);
    }

    boolean covers(String path) {
        return prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
