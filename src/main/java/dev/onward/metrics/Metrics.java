package dev.onward.metrics;

import dev.onward.repository.Catalogue;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one application. Recording takes no lock, except while a scrape copies a histogram; gauges are read by
 * the scrape itself. There are no exemplars, because the library would start a thread for them that outlives the
 * application in a container and keeps its class loader in memory. Thread-safe.
 */
public final class Metrics {

    /** Not the library's default registry, which applications that share a class loader would share. */
    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final Supplier<Catalogue> catalogue;
    private final RequestMetrics requests;
    private final PredictionMetrics predictions;
    private final String version;

    /** Guarded by this. */
    private boolean hasRuntimeMetrics;

    /**
     * Creates the metrics, all zero.
     *
     * @param version of the application
     * @param catalogue the current catalogue
     * @param gauges values that are read at each scrape
     */
    public Metrics(String version, Supplier<Catalogue> catalogue, Gauges gauges) {
        this.catalogue = catalogue;
        requests = new RequestMetrics(registry, gauges.inFlight());
        predictions = new PredictionMetrics(registry, gauges.rejected());
        ModelMetrics.register(registry, catalogue, gauges.ready());
        this.version = version;
    }

    /** Loaded by the first scrape. */
    private static final class Formats {

        static final ExpositionFormats FORMATS = ExpositionFormats.init();
    }

    /** An exposition format. The library's third one, protobuf, needs a further jar. */
    public enum Format {
        /** Prometheus's text format. */
        TEXT,
        /** OpenMetrics' text format. */
        OPEN_METRICS;

        /** Returns the media type with its parameters. */
        public String contentType() {
            return writer(this).getContentType();
        }
    }

    /**
     * Values that other parts of the application count, read at each scrape.
     *
     * @param ready true if the application is ready
     * @param inFlight number of requests in progress
     * @param rejected number of predictions rejected by the concurrency limit
     */
    public record Gauges(BooleanSupplier ready, LongSupplier inFlight, LongSupplier rejected) {}

    /**
     * The labels of a request for predictions.
     *
     * @param bulk true for a file or a large body, which takes much longer than others
     */
    public record ModelLabels(String model, String version, boolean bulk) {}

    /**
     * Adds a gauge that is read at each scrape.
     *
     * @param value the current value; if it is NaN, the gauge has no sample
     */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> {
                    double current = value.getAsDouble();
                    if (!Double.isNaN(current)) {
                        gauge.call(current);
                    }
                })
                .register(registry);
    }

    /**
     * Adds a counter that is read at each scrape.
     *
     * @param name ends with {@code _total}
     */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(counter -> counter.call((double) value.getAsLong()))
                .register(registry);
    }

    /** Creates the series of failures of a route, so that their increase can be seen from the first failure on. */
    public void expectFailures(String route, String method) {
        requests.expectFailures(route, method);
    }

    /**
     * Records a request.
     *
     * @param route template of its path; one of a fixed number, because each becomes a series
     * @param nanos its duration in nanoseconds
     */
    public void request(String route, String method, int status, long nanos) {
        requests.record(route, method, status, nanos);
    }

    /**
     * Records a request for predictions.
     *
     * @param nanos its duration in nanoseconds
     * @param rows number of rows predicted
     */
    public void prediction(ModelLabels labels, int status, long nanos, long rows) {
        predictions.record(labels, status, nanos, rows);
    }

    /**
     * Records the time during which the model ran for a request.
     *
     * @param nanos 0 if it did not run
     */
    public void runs(ModelLabels labels, long nanos) {
        predictions.recordRuns(labels, nanos);
    }

    /**
     * Records the explanations of a request.
     *
     * @param failed number of rows for which no explanation could be computed
     */
    public void explanations(ModelLabels labels, long computed, long failed) {
        predictions.recordExplanations(labels, computed, failed);
    }

    /** Writes all metrics; the stream is not closed. */
    public void write(Format format, OutputStream out) throws IOException {
        registerRuntimeMetrics();
        Catalogue served = catalogue.get();
        for (String name : served.names()) {
            served.versions(name).forEach(model -> predictions.expect(name, model.version()));
        }
        writer(format).write(out, registry.scrape());
    }

    /** Registers them at the first scrape, because the start of the application would take longer. */
    private synchronized void registerRuntimeMetrics() {
        if (!hasRuntimeMetrics) {
            RuntimeMetrics.register(registry, version);
            hasRuntimeMetrics = true;
        }
    }

    private static ExpositionFormatWriter writer(Format format) {
        return switch (format) {
            case TEXT -> Formats.FORMATS.getPrometheusTextFormatWriter();
            case OPEN_METRICS -> Formats.FORMATS.getOpenMetricsTextFormatWriter();
        };
    }
}
