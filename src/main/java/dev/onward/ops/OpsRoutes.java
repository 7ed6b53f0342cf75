package dev.onward.ops;

import dev.onward.http.ErrorFormat;
import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.http.Templates;
import dev.onward.metrics.Metrics;
import dev.onward.openapi.ApiDescription;
import dev.onward.openapi.ApiPart;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.Readiness;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings.MetricsReaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Health, metrics and the OpenAPI document. */
public final class OpsRoutes {

    private static final String OPEN_METRICS = "application/openmetrics-text";

    private OpsRoutes() {}

    /** @param version of the application */
    public static Slice slice(
            ModelRepository models, Readiness readiness, Metrics metrics, MetricsReaders metricsReaders, ApiDescription api,
            ErrorFormat errors, Templates templates, String version) {
        Health health = new Health(models, readiness);
        ApiDocs docs = new ApiDocs(api, templates);
        List<Route> routes = new ArrayList<>(List.of(
                Route.get("/health/live", health::live).operation("live"),
                Route.get("/health/ready", health::ready).operation("ready"),
                Route.get("/health", health::ping).operation("health"),
                Route.get("/ping", health::ping).operation("ping"),
                Route.get("/version", request -> request.sendText(version)).operation("version"),
                Route.get("/openapi.json", docs::document).operation("openapi"),
                Route.get("/docs", docs::page).takesTrailingSlash().operation("docs"),
                Route.get("/docs/{file}", docs::file)));
        Route scrape = Route.get("/metrics", request -> scrape(metrics, request)).operation("metrics");
        switch (metricsReaders) {
            case OPEN -> routes.add(scrape);
            case KEY -> routes.add(scrape.requiresKey());
            case OFF -> {}
        }
        return new Slice(new RouteGroup("/", errors, routes), ApiPart.of(OpsRoutes.class));
    }

    /** Callers that accept neither format get the first one all the same: they may be people. */
    private static void scrape(Metrics metrics, RequestContext request) throws IOException {
        Metrics.Format format = request.preferred(List.of("text/plain", OPEN_METRICS))
                .filter(OPEN_METRICS::equals)
                .map(type -> Metrics.Format.OPEN_METRICS)
                .orElse(Metrics.Format.TEXT);
        request.send(format.contentType(), out -> metrics.write(format, out));
    }
}
