package dev.onward.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Metrics of requests for predictions, by model. */
final class PredictionMetrics {

    /** Each model name becomes several series for the life of the JVM. Further names are counted together. */
    private static final int MAX_MODELS = 1_000;

    private static final String OTHERS = "(others)";

    private final Set<String> models = ConcurrentHashMap.newKeySet();
    private final Counter predictions;
    private final Counter rows;
    private final Histogram durations;

    PredictionMetrics(PrometheusRegistry registry, LongSupplier rejected) {
        predictions = Counter.builder()
                .name("onward_predictions_total")
                .help("Prediction requests by outcome: answered, refused because of their content, or failed.")
                .labelNames("model", "outcome")
                .withoutExemplars()
                .register(registry);
        rows = Counter.builder()
                .name("onward_prediction_rows_total")
                .help("Rows predicted.")
                .labelNames("model")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("onward_prediction_duration_seconds")
                .help("Duration of prediction requests, including reading the body and writing the response.")
                .unit(Unit.SECONDS)
                .labelNames("model")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(RequestMetrics.SECONDS)
                .register(registry);
        CounterWithCallback.builder()
                .name("onward_predictions_rejected_total")
                .help("Prediction requests rejected by the concurrency limit or during shutdown.")
                .callback(counter -> counter.call((double) rejected.getAsLong()))
                .register(registry);
    }

    void record(String model, int status, long nanos, long predictedRows) {
        String name = bounded(model);
        predictions
                .labelValues(name, status < 400 ? "answered" : status < 500 ? "refused" : "failed")
                .inc();
        rows.labelValues(name).inc((double) predictedRows);
        durations.labelValues(name).observe(Unit.nanosToSeconds(nanos));
    }

    private String bounded(String model) {
        if (!models.contains(model) && models.size() >= MAX_MODELS) {
            return OTHERS;
        }
        models.add(model);
        return model;
    }
}
