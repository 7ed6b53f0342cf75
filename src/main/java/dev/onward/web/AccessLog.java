package dev.onward.web;

import dev.onward.json.JsonGenerators;
import dev.onward.table.Text;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;

/**
 * One line of JSON for each request that was answered. It never holds a body, nor a query string, which may hold the same.
 * What asks every few seconds whether all is well is told only at the level of debugging, unless it is not.
 */
final class AccessLog {

    /** By this name a container can send it elsewhere. */
    private static final Logger LOG = System.getLogger("dev.onward.access");

    private static final Set<String> PROBES = Set.of(
            "/health/live", "/health/ready", "/v2/health/live", "/v2/health/ready", "/metrics", "/ping", "/health");

    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    /** More than any path has that there is something at. */
    private static final int LONGEST_PATH = 1_024;

    private AccessLog() {}

    /** @param status that was answered */
    static void write(Exchange exchange, HttpServletRequest request, int status, long nanos) {
        Level level = status < 400 && PROBES.contains(exchange.route()) ? Level.DEBUG : Level.INFO;
        if (LOG.isLoggable(level)) {
            LOG.log(level, line(exchange, request, status, nanos));
        }
    }

    /** Without parameters, which are not a part of it, and may hold anything. */
    private static String path(String uri) {
        String plain = PARAMETERS.matcher(uri).replaceAll("");
        return plain.length() <= LONGEST_PATH ? plain : plain.substring(0, LONGEST_PATH) + "…";
    }

    private static String line(Exchange exchange, HttpServletRequest request, int status, long nanos) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(320);
        try (JsonGenerator json = JsonGenerators.of(line)) {
            json.writeStartObject();
            json.writeStringProperty(
                    "time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
            json.writeStringProperty("id", exchange.id());
            TraceParent.of(request.getHeader(TraceParent.HEADER)).ifPresent(parent -> {
                json.writeStringProperty("trace_id", parent.traceId());
                json.writeStringProperty("span_id", parent.spanId());
            });
            json.writeStringProperty("client", request.getRemoteAddr());
            json.writeStringProperty("method", Text.cut(request.getMethod()));
            json.writeStringProperty("path", path(request.getRequestURI()));
            json.writeStringProperty("route", exchange.route());
            json.writeNumberProperty("status", status);
            json.writeNumberProperty("ms", BigDecimal.valueOf(nanos / 1_000, 3));
            exchange.model().ifPresent(model -> {
                json.writeStringProperty("model", model.name());
                json.writeStringProperty("version", model.version());
            });
            if (exchange.rows() > 0) {
                json.writeNumberProperty("rows", exchange.rows());
            }
            if (exchange.isCut()) {
                json.writeBooleanProperty("cut", true);
            }
            exchange.key().ifPresent(key -> json.writeStringProperty("key", key));
            json.writeEndObject();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
