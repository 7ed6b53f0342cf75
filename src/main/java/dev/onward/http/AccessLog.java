package dev.onward.http;

import dev.onward.table.Text;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Logs one line of JSON for each request. The line never contains a body or a query string, because both may hold input
 * data. Successful probes, which arrive every few seconds, are logged at debug level only.
 */
public final class AccessLog implements RequestObserver {

    /** A separate name, so that a container can write this log to a separate file. */
    private static final Logger LOG = System.getLogger("dev.onward.access");

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
        String plain = uri.indexOf(';') < 0 ? uri : PARAMETERS.matcher(uri).replaceAll("");
        return plain.length() <= MAX_PATH_LENGTH ? plain : plain.substring(0, MAX_PATH_LENGTH) + "…";
    }

    @Override
    public void rejected(Rejection rejection) {
        LOG.log(Level.INFO, line(rejection));
    }

    private static String line(Rejection rejection) {
        LogLine line = new LogLine().time(Instant.now());
        line.text("id", rejection.id());
        line.text("client", rejection.client().orElse(""));
        line.text("method", Text.cut(rejection.method().orElse("")));
        line.text("path", rejection.path().map(AccessLog::path).orElse(""));
        line.text("route", RouteMatch.NO_ROUTE);
        line.number("status", rejection.status());
        line.millis("ms", rejection.nanos());
        return line.end();
    }

    private static String line(RequestContext request, int status, long nanos) {
        LogLine line = new LogLine().time(Instant.now());
        line.text("id", request.id());
        request.header(TraceParent.HEADER).flatMap(TraceParent::of).ifPresent(parent -> {
            line.text("trace_id", parent.traceId());
            line.text("span_id", parent.spanId());
        });
        line.text("client", request.request().getRemoteAddr());
        line.text("method", Text.cut(request.method()));
        line.text("path", path(request.uri()));
        line.text("route", request.route());
        line.number("status", status);
        line.millis("ms", nanos);
        request.record().model().ifPresent(model -> {
            line.text("model", model.name());
            line.text("version", model.version());
        });
        if (request.record().rows() > 0) {
            line.number("rows", request.record().rows());
        }
        if (request.record().isTruncated()) {
            line.yes("cut");
        }
        request.record().key().ifPresent(key -> line.text("key", key));
        return line.end();
    }
}
