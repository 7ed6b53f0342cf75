package dev.onward.http;

import java.util.Optional;

/**
 * One method of one path: a row of the application's table of routes. The table feeds the router, {@code Allow}, the
 * names of routes in the access log and the metrics, and the paths of the OpenAPI document. Immutable.
 */
public final class Route {

    private final String method;
    private final String template;
    private final Handler handler;
    private boolean predicts;
    private boolean requiresKey;
    private boolean takesUploads;
    private boolean takesTrailingSlash;
    private boolean isProbe;
    private boolean isQuick;
    private Optional<String> predictionField = Optional.empty();
    private Optional<String> operation = Optional.empty();

    private Route(String method, String template, Handler handler) {
        this.method = method;
        this.template = template;
        this.handler = handler;
    }

    private Route(Route other) {
        this(other.method, other.template, other.handler);
        this.predicts = other.predicts;
        this.requiresKey = other.requiresKey;
        this.takesUploads = other.takesUploads;
        this.takesTrailingSlash = other.takesTrailingSlash;
        this.isProbe = other.isProbe;
        this.isQuick = other.isQuick;
        this.predictionField = other.predictionField;
        this.operation = other.operation;
    }

    /**
     * A route for GET, and for HEAD.
     *
     * @param template the path within the application; a segment may contain one variable, as in {@code
     *     /models/{model}/predict} or {@code /v1/models/{model}:predict}
     */
    public static Route get(String template, Handler handler) {
        return new Route("GET", template, handler);
    }

    /** A route for POST; {@link #get} describes the template. */
    public static Route post(String template, Handler handler) {
        return new Route("POST", template, handler);
    }

    /**
     * A copy that predicts: it requires an API key, if any are set, and counts as a prediction.
     */
    public Route predicts() {
        Route copy = new Route(this);
        copy.predicts = true;
        return copy;
    }

    /** A copy whose requests predict if their query string has this field without a value, as {@link #predicts} describes. */
    public Route predictsWith(String field) {
        Route copy = new Route(this);
        copy.predictionField = Optional.of(field);
        return copy;
    }

    /** A copy that requires an API key, if any are set. */
    public Route requiresKey() {
        Route copy = new Route(this);
        copy.requiresKey = true;
        return copy;
    }

    /** A copy whose handler may call {@link RequestContext#upload}. */
    public Route takesUploads() {
        Route copy = new Route(this);
        copy.takesUploads = true;
        return copy;
    }

    /** A copy whose path may also end with a slash. Not for templates with variables. */
    public Route takesTrailingSlash() {
        Route copy = new Route(this);
        copy.takesTrailingSlash = true;
        return copy;
    }

    /** A copy that monitors request every few seconds. Its successful requests are logged at debug level only. */
    public Route probe() {
        Route copy = new Route(this);
        copy.isProbe = true;
        return copy;
    }

    /**
     * A copy for a thread that must not block: the handler calls {@link RequestContext#beforeBlocking} before it does
     * anything that may wait or take long. A handler that leases its model from {@code ModelLeases} need not.
     */
    public Route quick() {
        Route copy = new Route(this);
        copy.isQuick = true;
        return copy;
    }

    /** A copy described by this operation of its slice's OpenAPI resource. */
    public Route operation(String name) {
        Route copy = new Route(this);
        copy.operation = Optional.of(name);
        return copy;
    }

    public String method() {
        return method;
    }

    /** The path with its variables, as in {@code /models/{model}/predict}. */
    public String template() {
        return template;
    }

    Handler handler() {
        return handler;
    }

    public boolean isPrediction() {
        return predicts;
    }

    /** True for predictions too. */
    public boolean isKeyed() {
        return requiresKey || predicts;
    }

    /** The field of the query string with which a request predicts. */
    Optional<String> predictionField() {
        return predictionField;
    }

    boolean allowsUploads() {
        return takesUploads;
    }

    boolean allowsTrailingSlash() {
        return takesTrailingSlash;
    }

    boolean isProbe() {
        return isProbe;
    }

    boolean isQuick() {
        return isQuick;
    }

    /** The name of its operation in the slice's OpenAPI resource; empty if it is not described. */
    public Optional<String> operation() {
        return operation;
    }
}
