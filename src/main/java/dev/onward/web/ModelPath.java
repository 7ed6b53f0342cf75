package dev.onward.web;

import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which model a request's path is about: {@code /models/{name}} or {@code /models/{name}/versions/{version}}, with or
 * without {@code /predict} or {@code /invocations} after it; every other path is about the default model.
 *
 * @param action what follows the model in the path; empty if nothing does
 */
record ModelPath(Optional<String> name, Optional<String> version, String action) {

    static final String MODELS = "/models";

    /** The pattern of a model's path, with or without a version. */
    static final String MODEL = MODELS + "/{model}";

    static final String PREDICT = "predict";
    static final String INVOCATIONS = "invocations";

    private static final String VERSIONS = "versions";
    private static final Set<String> ACTIONS = Set.of(PREDICT, INVOCATIONS);
    private static final ModelPath DEFAULT = new ModelPath(Optional.empty(), Optional.empty(), "");

    /** @throws HttpException 404 if it is a path below {@code /models} of another form */
    static ModelPath of(HttpServletRequest request) {
        if (!request.getServletPath().equals(MODELS) || request.getPathInfo() == null) {
            return DEFAULT;
        }
        List<String> parts = List.of(request.getPathInfo().substring(1).split("/", -1));
        Optional<String> name = Optional.of(parts.get(0));
        if (parts.size() == 1) {
            return new ModelPath(name, Optional.empty(), "");
        } else if (parts.size() == 2 && ACTIONS.contains(parts.get(1))) {
            return new ModelPath(name, Optional.empty(), parts.get(1));
        } else if (parts.size() == 3 && parts.get(1).equals(VERSIONS)) {
            return new ModelPath(name, Optional.of(parts.get(2)), "");
        } else if (parts.size() == 4 && parts.get(1).equals(VERSIONS) && ACTIONS.contains(parts.get(3))) {
            return new ModelPath(name, Optional.of(parts.get(2)), parts.get(3));
        }
        throw new HttpException(404, "there is nothing at " + request.getRequestURI());
    }

    static ModelPath of(String name, String version) {
        return new ModelPath(Optional.of(name), Optional.of(version), "");
    }

    static ModelPath of(String name) {
        return new ModelPath(Optional.of(name), Optional.empty(), "");
    }

    Lease lease(ModelRepository models) {
        return models.lease(name, version);
    }

    /** The address of the model's page, within the application. */
    String page() {
        String model = name.map(text -> MODELS + "/" + encode(text)).orElse("");
        return model + version.map(text -> "/" + VERSIONS + "/" + encode(text)).orElse(model.isEmpty() ? "/" : "");
    }

    /** The address of its predictions, within the application. */
    String predictions() {
        return (name.isEmpty() ? "" : page()) + "/" + PREDICT;
    }

    /** A file's own name may hold what neither an address nor a header can carry as it is. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
