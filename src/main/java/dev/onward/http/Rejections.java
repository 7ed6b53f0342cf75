package dev.onward.http;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Passes requests that the server rejects itself to the observers, and writes the responses in the format of the path.
 * {@link dev.onward.settings.ContextAttributes#REJECTION} describes the arguments.
 */
public final class Rejections implements BiFunction<Map<String, String>, Map<String, String>, String> {

    private final Router router;
    private final String contextPath;
    private final List<RequestObserver> observers;

    /** @param contextPath the path of the application on its server */
    public Rejections(Router router, String contextPath, List<RequestObserver> observers) {
        this.router = router;
        this.contextPath = contextPath;
        this.observers = List.copyOf(observers);
    }

    @Override
    public String apply(Map<String, String> known, Map<String, String> headers) {
        Rejection rejection = new Rejection(RequestId.of(known.get("id")), Map.copyOf(known));
        observers.forEach(observer -> observer.rejected(rejection));
        String path = rejection.path().map(this::pathInApplication).orElse("/");
        ErrorBody body = router.match(path)
                .errors()
                .body(ErrorResponse.of(rejection.status(), rejection.detail()), rejection.id());
        headers.putAll(SecurityHeaders.HEADERS);
        headers.put(RequestId.HEADER, rejection.id());
        headers.put("Content-Type", body.contentType());
        return body.text();
    }

    /** "/" for a path outside the application. */
    private String pathInApplication(String path) {
        return path.startsWith(contextPath + "/") ? path.substring(contextPath.length()) : "/";
    }
}
