package dev.onward.page;

import dev.onward.http.RequestContext;
import dev.onward.http.UrlEncoding;
import java.util.Optional;

/**
 * The paths of a model within the application.
 *
 * @param name empty for the default model
 * @param version empty for the latest
 */
record ModelAddress(Optional<String> name, Optional<String> version) {

    static ModelAddress of(RequestContext request) {
        return new ModelAddress(request.pathParameter("model"), request.pathParameter("version"));
    }

    static ModelAddress of(String name) {
        return new ModelAddress(Optional.of(name), Optional.empty());
    }

    static ModelAddress of(String name, String version) {
        return new ModelAddress(Optional.of(name), Optional.of(version));
    }

    /** The path of its page. */
    String page() {
        String path = path();
        return path.isEmpty() ? "/" : path;
    }

    /** The path of its predictions. */
    String predictions() {
        return path() + "/predict";
    }

    private String path() {
        return name.map(text -> "/models/" + UrlEncoding.encode(text)).orElse("")
                + version.map(text -> "/versions/" + UrlEncoding.encode(text)).orElse("");
    }
}
