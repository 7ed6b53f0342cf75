package dev.onward.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds the endpoint of a path. Built once from the table of routes. Thread-safe. */
public final class Router {

    private final List<RouteGroup> groups;
    private final Map<String, RouteMatch> fixed = new HashMap<>();
    private final Map<Integer, List<Variable>> variable = new HashMap<>();

    /** An endpoint whose path has variables. */
    private record Variable(PathTemplate template, Endpoint endpoint) {}

    /**
     * @param groups of all slices; the first with the prefix "/" gives the format of errors for paths that no other
     *     group covers
     * @param keyed wraps the handlers of routes that require an API key
     * @throws IllegalArgumentException if two routes have the same method and path, or name the same variable
     *     differently; if a route with variables takes a trailing slash; or if no group has the prefix "/"
     */
    public Router(List<RouteGroup> groups, UnaryOperator<Handler> keyed) {
        this.groups = groups.stream()
                .sorted(Comparator.comparing(
                                (RouteGroup group) -> group.prefix().length())
                        .reversed())
                .toList();
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        for (RouteGroup group : groups) {
            for (Route route : group.routes()) {
                endpoints
                        .computeIfAbsent(route.template(), template -> new Endpoint(template, group.errors()))
                        .add(route, handler(route, keyed));
            }
        }
        if (groups.stream().noneMatch(group -> group.covers("/"))) {
            throw new IllegalArgumentException("expected a group of routes with the prefix \"/\", got none");
        }
        endpoints.values().forEach(this::add);
        variable.values()
                .forEach(list -> list.sort(Comparator.comparing(Variable::template, PathTemplate.MOST_SPECIFIC_FIRST)));
    }

    private static Handler handler(Route route, UnaryOperator<Handler> keyed) {
        Handler handler = route.handler();
        Handler predicting = predicting(handler);
        if (route.predictionField().isPresent()) {
            String field = route.predictionField().get();
            Handler keyedPredicting = keyed.apply(predicting);
            return request -> (request.asks(field) ? keyedPredicting : handler).handle(request);
        }
        Handler wrapped = route.isPrediction() ? predicting : handler;
        return route.isKeyed() ? keyed.apply(wrapped) : wrapped;
    }

    private static Handler predicting(Handler handler) {
        return request -> {
            request.record().setPrediction();
            handler.handle(request);
        };
    }

    private void add(Endpoint endpoint) {
        PathTemplate template = PathTemplate.of(endpoint.template());
        if (template.hasVariables()) {
            if (endpoint.takesTrailingSlash()) {
                throw new IllegalArgumentException(
                        "expected a trailing slash only on a template without variables, got " + endpoint.template());
            }
            List<Variable> ofLength = variable.computeIfAbsent(template.length(), length -> new ArrayList<>());
            for (Variable other : ofLength) {
                if (other.template().hasShapeOf(template)) {
                    throw new IllegalArgumentException(
                            "expected different paths, got two templates that match the same paths: "
                                    + other.endpoint().template() + " and " + endpoint.template());
                }
            }
            ofLength.add(new Variable(template, endpoint));
            return;
        }
        RouteMatch match = new RouteMatch(Optional.of(endpoint), Map.of(), endpoint.errors());
        fixed.put(endpoint.template(), match);
        if (endpoint.takesTrailingSlash()) {
            fixed.put(endpoint.template() + "/", match);
        }
    }

    /** @param path within the application, beginning with a slash, decoded */
    RouteMatch match(String path) {
        RouteMatch match = fixed.get(path);
        if (match != null) {
            return match;
        }
        String[] segments = PathTemplate.segments(path);
        for (Variable candidate : variable.getOrDefault(segments.length, List.of())) {
            Optional<Map<String, String>> parameters = candidate.template().match(segments);
            if (parameters.isPresent()) {
                Endpoint found = candidate.endpoint();
                return new RouteMatch(Optional.of(found), parameters.get(), found.errors());
            }
        }
        return new RouteMatch(Optional.empty(), Map.of(), errorsBelow(path));
    }

    private ErrorFormat errorsBelow(String path) {
        return groups.stream()
                .filter(group -> group.covers(path))
                .map(RouteGroup::errors)
                .findFirst()
                .orElseThrow();
    }
}
