package dev.onward.web;

import dev.onward.metrics.Metrics;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The metrics, for Prometheus and whoever else reads its formats. */
final class Scrape {

    private final Metrics metrics;

    Scrape(Metrics metrics) {
        this.metrics = metrics;
    }

    void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accept = request.getHeader("Accept");
        response.setContentType(Metrics.contentType(accept));
        Answers.send(response, out -> metrics.write(accept, out));
    }
}
