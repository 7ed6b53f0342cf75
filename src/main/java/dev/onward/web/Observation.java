package dev.onward.web;

import dev.onward.metrics.Metrics;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Counts and logs every request once it is answered, with what became known of it meanwhile. */
final class Observation implements Filter {

    private final Metrics metrics;
    private final boolean logs;

    /** @param logs whether there is an access log */
    Observation(Metrics metrics, boolean logs) {
        this.metrics = metrics;
        this.logs = logs;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Exchange exchange = Exchange.of(request);
        try {
            chain.doFilter(request, response);
        } finally {
            observe(exchange, (HttpServletRequest) request, ((HttpServletResponse) response).getStatus());
        }
    }

    private void observe(Exchange exchange, HttpServletRequest request, int status) {
        long nanos = exchange.nanos();
        metrics.request(exchange.route(), status, nanos);
        if (exchange.isPrediction()) {
            int outcome = exchange.isCut() ? 500 : status;
            exchange.model().ifPresent(model -> metrics.prediction(model.name(), outcome, nanos, exchange.rows()));
        }
        if (logs) {
            AccessLog.write(exchange, request, status, nanos);
        }
    }
}
