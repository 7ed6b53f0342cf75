package dev.onward.metrics;

import dev.onward.metrics.Metrics.ModelLabels;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Metrics of requests for predictions, by model. */
final class PredictionMetrics {

    /** Each version of a model becomes many series for the life of the JVM. Further ones are counted together. */
    private static final int MAX_MODELS = 1_000;

    private static final String OTHERS = "(others)";

    private static final String COMPUTED = "computed";
    private static final String FAILED = "failed";
    private static final String BULK = "bulk";
    private static final String SINGLE = "single";

    /** Histogram bounds in seconds, from a single row (some ten microseconds) to a long CSV file. */
    private static final double[] RUN_SECONDS = {
        0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
        2.5, 10, 60
    };

    private final Set<Series> models = ConcurrentHashMap.newKeySet();
    private final Counter predictions;
    private final Counter rows;
    private final Counter explanations;
    private final Histogram durations;
    private final Histogram runs;

    /** By their labels, since the library makes several objects each time it looks one up. */
    private final Map<Key, Points> points = new ConcurrentHashMap<>();

    private final Map<Key, DistributionDataPoint> runPoints = new ConcurrentHashMap<>();

    /** A version of a model, as in the labels. */
    private record Series(String model, String version) {}

    /** @param outcome empty for the runs, which have none */
    private record Key(Series series, String kind, String outcome) {}

    /** What a request is recorded in. */
    private record Points(CounterDataPoint predictions, CounterDataPoint rows, DistributionDataPoint durations) {}

    PredictionMetrics(PrometheusRegistry registry, LongSupplier rejected) {
        predictions = Counter.builder()
                .name("onward_predictions_total")
                .help("Prediction requests by outcome: answered, refused because of their content, or failed.")
                .labelNames("model", "version", "kind", "outcome")
                .withoutExemplars()
                .register(registry);
        rows = Counter.builder()
                .name("onward_prediction_rows_total")
                .help("Rows predicted.")
                .labelNames("model", "version", "kind")
                .withoutExemplars()
                .register(registry);
        explanations = Counter.builder()
                .name("onward_explanations_total")
                .help("Explained rows by outcome: computed, or failed because the contributions did not add up to"
                        + " the model's output, or could not be computed.")
                .labelNames("model", "version", "outcome")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("onward_prediction_duration_seconds")
                .help("Duration of prediction requests, including reading the body and writing the response.")
                .unit(Unit.SECONDS)
                .labelNames("model", "version", "kind")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(RequestMetrics.SECONDS)
                .register(registry);
        runs = Histogram.builder()
                .name("onward_model_run_duration_seconds")
                .help("Time that the model ran for a request, excluding reading, waiting and writing.")
                .unit(Unit.SECONDS)
                .labelNames("model", "version", "kind")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(RUN_SECONDS)
                .register(registry);
        CounterWithCallback.builder()
                .name("onward_predictions_rejected_total")
                .help("Prediction requests rejected by the concurrency limit or during shutdown.")
                .callback(counter -> counter.call((double) rejected.getAsLong()))
                .register(registry);
    }

    /**
     * Creates the counters of a served model, so that their increase can be seen from the first request on. Histograms
     * have many more series.
     */
    void expect(String model, String version) {
        Series series = bounded(model, version);
        for (String kind : List.of(SINGLE, BULK)) {
            rows.initLabelValues(series.model(), series.version(), kind);
            for (String outcome : List.of("answered", "refused", "failed")) {
                predictions.initLabelValues(series.model(), series.version(), kind, outcome);
            }
        }
    }

    void record(ModelLabels labels, int status, long nanos, long predictedRows) {
        Series series = bounded(labels.model(), labels.version());
        String outcome = status < 400 ? "answered" : status < 500 ? "refused" : "failed";
        Points found = points.computeIfAbsent(new Key(series, kind(labels), outcome), this::points);
        found.predictions().inc();
        found.rows().inc((double) predictedRows);
        found.durations().observe(Unit.nanosToSeconds(nanos));
    }

    private Points points(Key key) {
        Series series = key.series();
        return new Points(
                predictions.labelValues(series.model(), series.version(), key.kind(), key.outcome()),
                rows.labelValues(series.model(), series.version(), key.kind()),
                durations.labelValues(series.model(), series.version(), key.kind()));
    }

    void recordRuns(ModelLabels labels, long nanos) {
        if (nanos > 0) {
            Series series = bounded(labels.model(), labels.version());
            runPoints
                    .computeIfAbsent(
                            new Key(series, kind(labels), ""),
                            key -> runs.labelValues(series.model(), series.version(), key.kind()))
                    .observe(Unit.nanosToSeconds(nanos));
        }
    }

    void recordExplanations(ModelLabels labels, long computed, long failed) {
        if (computed > 0 || failed > 0) {
            Series series = bounded(labels.model(), labels.version());
            explanations.labelValues(series.model(), series.version(), COMPUTED).inc((double) computed);
            explanations.labelValues(series.model(), series.version(), FAILED).inc((double) failed);
        }
    }

    private static String kind(ModelLabels labels) {
        return labels.bulk() ? BULK : SINGLE;
    }

    private Series bounded(String model, String version) {
        Series series = new Series(model, version);
        if (models.contains(series)) {
            return series;
        } else if (models.size() >= MAX_MODELS) {
            return new Series(OTHERS, OTHERS);
        }
        models.add(series);
        return series;
    }
}
