package dev.onward.ops;

import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.metrics.Metrics;
import dev.onward.settings.Settings.MetricsAccess;
import java.io.IOException;
import java.util.List;

/** The metrics, in the formats of Prometheus and OpenMetrics. */
public final class Scrape {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final Metrics metrics;
    private final MetricsAccess readers;

    /** @param readers who may read the metrics */
    public Scrape(Metrics metrics, MetricsAccess readers) {
        this.metrics = metrics;
        this.readers = readers;
    }

    List<Route> routes() {
        Route route = Route.get("/metrics", this::scrape).probe().operation("metrics");
        return switch (readers) {
            case OPEN -> List.of(route);
            case KEY -> List.of(route.requiresKey());
            case OFF -> List.of();
        };
    }

    /** Callers that accept neither format get the first one, because they may be people using a browser. */
    private void scrape(RequestContext request) throws IOException {
        Metrics.Format format = request.preferred(List.of("text/plain", OPEN_METRICS))
                .filter(OPEN_METRICS::equals)
                .map(type -> Metrics.Format.OPEN_METRICS)
                .orElse(Metrics.Format.TEXT);
        request.send(format.contentType(), out -> metrics.write(format, out));
    }
}
