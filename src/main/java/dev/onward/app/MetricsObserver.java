package dev.onward.app;

import dev.onward.http.Rejection;
import dev.onward.http.RequestContext;
import dev.onward.http.RequestObserver;
import dev.onward.http.RequestRecord;
import dev.onward.metrics.Metrics;
import dev.onward.metrics.Metrics.ModelLabels;

/** Counts every request in the metrics. */
final class MetricsObserver implements RequestObserver {

    /** The route of requests without a route, as in {@link RequestContext#route}. */
    private static final String NO_ROUTE = "none";

    private final Metrics metrics;

    MetricsObserver(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void completed(RequestContext request, int status, long nanos) {
        metrics.request(request.route(), request.method(), status, nanos);
        // A prediction that was rejected did not reach the model.
        RequestRecord record = request.record();
        if (record.isPrediction() && status != 503) {
            int outcome = record.isTruncated() ? 500 : status;
            record.model().ifPresent(model -> {
                ModelLabels labels = new ModelLabels(model.name(), model.version(), request.isBulk());
                metrics.prediction(labels, outcome, nanos, record.rows());
                metrics.runs(labels, record.runNanos());
                metrics.explanations(labels, record.explained(), record.unexplained());
            });
        }
    }

    @Override
    public void rejected(Rejection rejection) {
        metrics.request(NO_ROUTE, rejection.method().orElse(""), rejection.status(), rejection.nanos());
    }
}
