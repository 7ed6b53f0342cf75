package dev.onward.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Passes requests that the server rejects itself to the observers, and returns the headers of the responses. {@link
 * dev.onward.settings.ContextAttributes#REJECTION} describes the arguments.
 */
public final class Rejections implements Function<Map<String, String>, Map<String, String>> {

    private final List<RequestObserver> observers;

    public Rejections(List<RequestObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public Map<String, String> apply(Map<String, String> known) {
        Rejection rejection = new Rejection(RequestId.of(known.getOrDefault("id", "")), Map.copyOf(known));
        observers.forEach(observer -> observer.rejected(rejection));
        Map<String, String> headers = new HashMap<>(SecurityHeaders.HEADERS);
        headers.put(RequestId.HEADER, rejection.id());
        return headers;
    }
}
