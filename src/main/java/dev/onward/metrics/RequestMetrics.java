package dev.onward.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.function.LongSupplier;

/** Metrics of all requests, by route. */
final class RequestMetrics {

    /** Histogram bounds in seconds, from a single row (less than a millisecond) to a long CSV file. */
    static final double[] SECONDS = {
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120
    };

    private final Counter requests;
    private final Histogram durations;

    RequestMetrics(PrometheusRegistry registry, LongSupplier inFlight) {
        requests = Counter.builder()
                .name("onward_http_requests_total")
                .help("Requests with a response.")
                .labelNames("route", "status")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("onward_http_request_duration_seconds")
                .help("Duration of requests, until the response has been passed to the server.")
                .unit(Unit.SECONDS)
                .labelNames("route")
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

    void record(String route, int status, long nanos) {
        requests.labelValues(route, Integer.toString(status)).inc();
        durations.labelValues(route).observe(Unit.nanosToSeconds(nanos));
    }
}
