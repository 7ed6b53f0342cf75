package dev.onward.web;

import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;

/**
 * Which model a path below {@code /v2/models} is about: {@code {name}} or {@code {name}/versions/{version}}, and what
 * after it.
 *
 * @param action empty for the model itself
 */
record ProtocolPath(String name, Optional<String> version, String action) {

    static final String ROOT = "/v2";

    private static final String MODELS = "/models/";

    private static final String VERSIONS = "versions";

    /** @throws HttpException 404 if it is a path of another form */
    static ProtocolPath of(HttpServletRequest request) {
        List<String> parts =
                List.of(request.getPathInfo().substring(MODELS.length()).split("/", -1));
        boolean versioned = parts.size() > 2 && parts.get(1).equals(VERSIONS);
        List<String> action = parts.subList(versioned ? 3 : 1, parts.size());
        if (parts.get(0).isEmpty() || action.size() > 1) {
            throw new HttpException(404, "there is nothing at " + request.getRequestURI());
        }
        return new ProtocolPath(
                parts.get(0),
                versioned ? Optional.of(parts.get(2)) : Optional.empty(),
                action.isEmpty() ? "" : action.get(0));
    }

    Lease lease(ModelRepository models) {
        return models.lease(Optional.of(name), version);
    }

    /** Whether a request is one of the protocol's, and so wants its errors too. */
    static boolean matches(HttpServletRequest request) {
        return isUnder(request, ROOT);
    }

    /** Whether a request's path within the application is this one or goes on from it. */
    static boolean isUnder(HttpServletRequest request, String root) {
        String path = path(request);
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** A request's path within the application. However it was written, the container read it; of one that it refused only the text is left. */
    static String path(HttpServletRequest request) {
        Object refused = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (refused instanceof String uri) {
            return uri.substring(Math.min(uri.length(), request.getContextPath().length()));
        }
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }
}
