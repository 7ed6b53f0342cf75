package dev.onward.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Metrics of all requests, by route. */
final class RequestMetrics {

    /** Histogram bounds in seconds, from a single row (less than a millisecond) to a long CSV file. */
    static final double[] SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120
    };

    /** The methods that routes have. Clients may send any other. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");

    private static final String OTHER_METHOD = "(other)";

    /** The statuses of failures that are the server's own. */
    private static final List<String> FAILURES = List.of("500", "503", "507");

    private final Counter requests;
    private final Histogram durations;

    /** By their labels, since the library makes several objects each time it looks one up. */
    private final Map<Key, Points> points = new ConcurrentHashMap<>();

    private record Key(String route, String method, int status) {}

    /** What a request is recorded in. */
    private record Points(CounterDataPoint requests, DistributionDataPoint durations) {}

    RequestMetrics(PrometheusRegistry registry, LongSupplier inFlight) {
        requests = Counter.builder()
                .name("onward_http_requests_total")
                .help("Completed requests.")
                .labelNames("route", "method", "status")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("onward_http_request_duration_seconds")
                .help("Duration of requests until the complete response is passed to the servlet container.")
                .unit(Unit.SECONDS)
                .labelNames("route", "method")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(SECONDS)
                .register(registry);
        GaugeWithCallback.builder()
                .name("onward_http_requests_in_flight")
                .help("Requests in progress.")
                .callback(gauge -> gauge.call((double) inFlight.getAsLong()))
                .register(registry);
    }

    void expectFailures(String route, String method) {
        FAILURES.forEach(status -> requests.initLabelValues(route, method, status));
    }

    void record(String route, String method, int status, long nanos) {
        String bounded = METHODS.contains(method) ? method : OTHER_METHOD;
        Points found = points.computeIfAbsent(new Key(route, bounded, status), this::points);
        found.requests().inc();
        found.durations().observe(Unit.nanosToSeconds(nanos));
    }

    private Points points(Key key) {
        return new Points(
                requests.labelValues(key.route(), key.method(), Integer.toString(key.status())),
                durations.labelValues(key.route(), key.method()));
    }
}
