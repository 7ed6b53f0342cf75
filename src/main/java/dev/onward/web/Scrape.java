package dev.onward.web;

import dev.onward.metrics.Metrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The metrics, for Prometheus and whoever else reads its formats. */
final class Scrape {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final Metrics metrics;

    Scrape(Metrics metrics) {
        this.metrics = metrics;
    }

    void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Who takes neither gets the first all the same: it may be a person.
        Metrics.Format format = MediaTypes.preferred(request, List.of("text/plain", OPEN_METRICS))
                .filter(OPEN_METRICS::equals)
                .map(type -> Metrics.Format.OPEN_METRICS)
                .orElse(Metrics.Format.TEXT);
        response.setContentType(format.contentType());
        Answers.send(response, out -> metrics.write(format, out));
    }
}
