package dev.onward.protocol.oip;

import dev.onward.http.ErrorBody;
import dev.onward.http.ErrorResponse;
import dev.onward.http.Handler;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.openapi.ApiPart;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Readiness;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.MetricsAccess;
import java.util.ArrayList;
import java.util.List;

/** The routes of the Open Inference Protocol, below {@code /v2}. */
public final class OipRoutes {

    private static final String ROOT = "/v2";
    private static final String MODEL = ROOT + "/models/{model}";

    private OipRoutes() {}

    /** @param version of the application */
    public static Slice slice(
            ModelRepository models, ModelLeases leases, Readiness readiness, Settings settings, String version) {
        InferenceStatistics statistics = new InferenceStatistics();
        ServerHandlers server = new ServerHandlers(models, statistics, readiness, settings, version);
        InferHandler infer = new InferHandler(settings, statistics);
        List<Route> routes = new ArrayList<>(List.of(
                // The text of the specification has the server's path without a trailing slash, its OpenAPI
                // document with one.
                Route.get(ROOT, server::server).takesTrailingSlash().operation("v2"),
                Route.get(ROOT + "/health/live", server::live).probe().operation("v2.live"),
                Route.get(ROOT + "/health/ready", server::ready).probe().operation("v2.ready"),
                Route.get(ROOT + "/models", server::models).operation("v2.models"),
                statistics(ROOT + "/models/stats", server::allStatistics, settings)
                        .operation("v2.allStats"),
                Route.post(ROOT + "/repository/index", server::index).operation("v2.index"),
                Route.post(ROOT + "/repository/models/{model}/load", server::refuseLoading),
                Route.post(ROOT + "/repository/models/{model}/unload", server::refuseLoading)));
        for (String operation : List.of("v2.model", "v2.version")) {
            String model = operation.equals("v2.model") ? MODEL : MODEL + "/versions/{version}";
            routes.add(Route.get(model, leases.handler(server::model)).operation(operation));
            routes.add(Route.get(model + "/ready", leases.handler(server::modelReady))
                    .operation(operation + ".ready"));
            routes.add(statistics(model + "/stats", leases.handler(server::modelStatistics), settings)
                    .operation(operation + ".stats"));
            routes.add(Route.post(model + "/infer", leases.detailed(infer::infer))
                    .predicts()
                    .quick()
                    .operation("infer"));
        }
        return new Slice(
                new RouteGroup(ROOT, OipRoutes::error, routes), ApiPart.of(OipRoutes.class, new OipExamples()));
    }

    /** A route of statistics, which are metrics: it requires an API key where {@code /metrics} does. */
    private static Route statistics(String path, Handler handler, Settings settings) {
        Route route = Route.get(path, handler);
        return settings.metrics() == MetricsAccess.KEY ? route.requiresKey() : route;
    }

    /** An error as specified for all requests: one property {@code error}. */
    private static ErrorBody error(ErrorResponse error, String id) {
        return ErrorBody.json(json -> json.writeStringProperty("error", error.detail()));
    }
}
