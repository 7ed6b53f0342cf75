package dev.onward.web;

import dev.onward.metrics.Metrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** The metrics, for Prometheus and whoever else reads its formats. */
final class Scrape {

    private static final List<String> FORMATS = List.of("text/plain", "application/openmetrics-text");

    private final Metrics metrics;

    Scrape(Metrics metrics) {
        this.metrics = metrics;
    }

    void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Who takes neither gets the first all the same: it may be a person.
        String type = MediaTypes.preferred(request, FORMATS).orElse("");
        Metrics.Format format = type.equals(FORMATS.get(1)) ? Metrics.Format.OPEN_METRICS : Metrics.Format.TEXT;
        response.setContentType(format.contentType());
        Answers.send(response, out -> metrics.write(format, out));
    }
}
