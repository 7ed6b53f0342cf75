package dev.onward.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Requests for predictions, by the model that was asked. */
final class PredictionMetrics {

    /** Models come and go; a server that has had more names than this counts further ones together. */
    private static final int MOST_MODELS = 1_000;

    private static final String OTHERS = "(others)";

    private final Set<String> models = ConcurrentHashMap.newKeySet();
    private final Counter predictions;
    private final Counter rows;
    private final Histogram durations;

    PredictionMetrics(PrometheusRegistry registry, LongSupplier rejected) {
        predictions = Counter.builder()
                .name("onward_predictions_total")
                .help("Requests for predictions: answered, refused for what was sent, or failed.")
                .labelNames("model", "outcome")
                .withoutExemplars()
                .register(registry);
        rows = Counter.builder()
                .name("onward_prediction_rows_total")
                .help("Rows that were answered.")
                .labelNames("model")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("onward_prediction_duration_seconds")
                .help("Duration of requests for predictions, reading and writing included.")
                .unit(Unit.SECONDS)
                .labelNames("model")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(RequestMetrics.SECONDS)
                .register(registry);
        CounterWithCallback.builder()
                .name("onward_predictions_rejected_total")
                .help("Requests for predictions that were refused because too many were under way.")
                .callback(counter -> counter.call((double) rejected.getAsLong()))
                .register(registry);
    }

    void count(String model, int status, long nanos, long answered) {
        String name = bounded(model);
        predictions
                .labelValues(name, status < 400 ? "answered" : status < 500 ? "refused" : "failed")
                .inc();
        rows.labelValues(name).inc((double) answered);
        durations.labelValues(name).observe(Unit.nanosToSeconds(nanos));
    }

    private String bounded(String model) {
        if (!models.contains(model) && models.size() >= MOST_MODELS) {
            return OTHERS;
        }
        models.add(model);
        return model;
    }
}
