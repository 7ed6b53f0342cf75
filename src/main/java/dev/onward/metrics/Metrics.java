package dev.onward.metrics;

import dev.onward.repository.Catalogue;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything that is counted of one application. Counting takes no lock but while a scrape copies a histogram, and what can
 * be asked when it is wanted is asked then, so that requests pay little. Without exemplars: for them the library keeps a thread of its
 * own, which would stay, and keep the class loader, when a container takes the application away. For any number of threads.
 */
public final class Metrics {

    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    /** Its own, since several applications may share the JVM and its class loader. */
    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final RequestMetrics requests;
    private final PredictionMetrics predictions;

    /**
     * @param version of the application
     * @param catalogue what is served now
     * @param gauges what others count for their own purposes
     */
    public Metrics(String version, Supplier<Catalogue> catalogue, Gauges gauges) {
        requests = new RequestMetrics(registry, gauges.inFlight());
        predictions = new PredictionMetrics(registry, gauges.rejected());
        ModelMetrics.register(registry, catalogue, gauges.ready());
        RuntimeMetrics.register(registry, version);
    }

    /** How they are written. The library's third format, in protobuf, needs another jar. */
    public enum Format {
        /** That of Prometheus. */
        TEXT,
        OPEN_METRICS;

        public String contentType() {
            return writer(this).getContentType();
        }
    }

    /**
     * What is asked when it is wanted.
     *
     * @param ready whether requests are to come here
     * @param inFlight how many requests are under way
     * @param rejected how many predictions have been refused because too many were under way
     */
    public record Gauges(BooleanSupplier ready, LongSupplier inFlight, LongSupplier rejected) {}

    /**
     * Counts a request.
     *
     * @param route the pattern of its path, of which there is a fixed number
     * @param nanos how long it took
     */
    public void request(String route, int status, long nanos) {
        requests.count(route, status, nanos);
    }

    /**
     * Counts a request for predictions.
     *
     * @param rows how many were answered
     */
    public void prediction(String model, int status, long nanos, long rows) {
        predictions.count(model, status, nanos, rows);
    }

    /** Writes all of them. */
    public void write(Format format, OutputStream out) throws IOException {
        writer(format).write(out, registry.scrape());
    }

    private static ExpositionFormatWriter writer(Format format) {
        return switch (format) {
            case TEXT -> FORMATS.getPrometheusTextFormatWriter();
            case OPEN_METRICS -> FORMATS.getOpenMetricsTextFormatWriter();
        };
    }
}
