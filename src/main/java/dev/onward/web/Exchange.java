package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** A request and what becomes known of it on its way in, for the log and the metrics. For the thread that answers it. */
final class Exchange {

    /** The route of what no route is for. */
    private static final String NO_ROUTE = "none";

    private static final String ATTRIBUTE = Exchange.class.getName();

    private final long start = System.nanoTime();
    private final String id;
    private String route = NO_ROUTE;
    private Optional<ModelId> model = Optional.empty();
    private Optional<String> key = Optional.empty();
    private boolean prediction;
    private boolean cut;
    private long rows;

    private Exchange(HttpServletRequest request) {
        id = RequestId.of(request);
    }

    /** That of this request, from the first call on. */
    static Exchange of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange exchange) {
            return exchange;
        }
        Exchange exchange = new Exchange((HttpServletRequest) request);
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
    }

    void route(String pattern) {
        route = pattern;
    }

    void model(Model asked) {
        model = Optional.of(new ModelId(asked.name(), asked.version()));
    }

    /** @param name of the API key that let it in */
    void key(String name) {
        key = Optional.of(name);
    }

    /** It is one that counts as a prediction, whatever comes of it. */
    void predicts() {
        prediction = true;
    }

    /** @param answered how many rows it was answered */
    void rows(long answered) {
        rows = answered;
    }

    /** Its answer broke off. */
    void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }

    String id() {
        return id;
    }

    /** The pattern of its path, as routes are registered; there is a fixed number of them. */
    String route() {
        return route;
    }

    Optional<ModelId> model() {
        return model;
    }

    Optional<String> key() {
        return key;
    }

    boolean isPrediction() {
        return prediction;
    }

    long rows() {
        return rows;
    }

    long nanos() {
        return System.nanoTime() - start;
    }
}
