package dev.onward.http;

import dev.onward.table.Text;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Logs one line of JSON for each request. The line never contains a body or a query string, because both may hold input
 * data. Successful probes, which arrive every few seconds, are logged at debug level only.
 */
public final class AccessLog implements RequestObserver {

    /** A separate name, so that a container can write this log to a separate file. */
    private static final Logger LOG = System.getLogger("dev.onward.access");

    private static final JsonFactory JSON = new JsonFactory();

    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    /** Longer than the path of any route. */
    private static final int MAX_PATH_LENGTH = 1_024;

    @Override
    public void completed(RequestContext request, int status, long nanos) {
        Level level = status < 400 && request.match().isProbe() ? Level.DEBUG : Level.INFO;
        if (LOG.isLoggable(level)) {
            LOG.log(level, line(request, status, nanos));
        }
    }

    /** The path without matrix parameters, which are not part of the path and may contain anything. */
    private static String path(String uri) {
        String plain = PARAMETERS.matcher(uri).replaceAll("");
        return plain.length() <= MAX_PATH_LENGTH ? plain : plain.substring(0, MAX_PATH_LENGTH) + "…";
    }

    @Override
    public void rejected(Rejection rejection) {
        LOG.log(Level.INFO, line(rejection));
    }

    private static String line(Rejection rejection) {
        StringWriter line = new StringWriter(320);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            writeTime(json);
            json.writeStringProperty("id", rejection.id());
            json.writeStringProperty("client", rejection.client().orElse(""));
            json.writeStringProperty("method", Text.cut(rejection.method().orElse("")));
            json.writeStringProperty(
                    "path", rejection.path().map(AccessLog::path).orElse(""));
            json.writeStringProperty("route", RouteMatch.NO_ROUTE);
            json.writeNumberProperty("status", rejection.status());
            json.writeNumberProperty("ms", BigDecimal.valueOf(rejection.nanos() / 1_000, 3));
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void writeTime(JsonGenerator json) {
        json.writeStringProperty(
                "time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    private static String line(RequestContext request, int status, long nanos) {
        StringWriter line = new StringWriter(320);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            writeTime(json);
            json.writeStringProperty("id", request.id());
            request.header(TraceParent.HEADER).flatMap(TraceParent::of).ifPresent(parent -> {
                json.writeStringProperty("trace_id", parent.traceId());
                json.writeStringProperty("span_id", parent.spanId());
            });
            json.writeStringProperty("client", request.request().getRemoteAddr());
            json.writeStringProperty("method", Text.cut(request.method()));
            json.writeStringProperty("path", path(request.uri()));
            json.writeStringProperty("route", request.route());
            json.writeNumberProperty("status", status);
            json.writeNumberProperty("ms", BigDecimal.valueOf(nanos / 1_000, 3));
            request.record().model().ifPresent(model -> {
                json.writeStringProperty("model", model.name());
                json.writeStringProperty("version", model.version());
            });
            if (request.record().rows() > 0) {
                json.writeNumberProperty("rows", request.record().rows());
            }
            if (request.record().isTruncated()) {
                json.writeBooleanProperty("cut", true);
            }
            request.record().key().ifPresent(key -> json.writeStringProperty("key", key));
            json.writeEndObject();
        }
        return line.toString();
    }
}
