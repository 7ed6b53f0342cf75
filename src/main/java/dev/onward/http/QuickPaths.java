package dev.onward.http;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The paths to which a POST can be handled by a thread that must not block: those of routes that never block before
 * they say so, for models with quick runs. {@link dev.onward.settings.ContextAttributes#QUICK_PATHS} describes them.
 */
public final class QuickPaths implements Predicate<String> {

    private final Router router;
    private final String contextPath;
    private final BiPredicate<Optional<String>, Optional<String>> models;

    /**
     * @param contextPath the path of the application on its server
     * @param models checks whether a model has quick runs, by its name and version; the default model and the latest
     *     version if empty
     */
    public QuickPaths(Router router, String contextPath, BiPredicate<Optional<String>, Optional<String>> models) {
        this.router = router;
        this.contextPath = contextPath;
        this.models = models;
    }

    @Override
    public boolean test(String path) {
        if (!path.startsWith(contextPath)) {
            return false;
        }
        RouteMatch match = router.match(path.substring(contextPath.length()));
        return match.endpoint().isPresent()
                && match.endpoint().get().isQuick("POST")
                && models.test(
                        Optional.ofNullable(match.parameters().get("model")),
                        Optional.ofNullable(match.parameters().get("version")));
    }
}
