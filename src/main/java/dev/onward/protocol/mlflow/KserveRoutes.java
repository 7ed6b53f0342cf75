package dev.onward.protocol.mlflow;

import dev.onward.http.RequestContext;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.model.Model;
import dev.onward.repository.ModelRepository;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import java.io.IOException;
import java.util.List;

/** The routes of KServe's V1 protocol, below {@code /v1}: the list of models, their readiness, predictions and
 * explanations. */
public final class KserveRoutes {

    private static final String MODELS = "/v1/models";

    private KserveRoutes() {}

    public static Slice slice(ModelRepository models, ModelLeases leases, Settings settings) {
        ScoringHandlers scoring = new ScoringHandlers(settings);
        List<Route> routes = List.of(
                Route.get(MODELS, request -> list(models, request)).operation("v1.models"),
                Route.get(MODELS + "/{model}", leases.handler(KserveRoutes::ready))
                        .operation("v1.model"),
                Route.post(MODELS + "/{model}:predict", leases.handler(scoring::predict))
                        .predicts()
                        .quick()
                        .operation("v1.predict"),
                Route.post(MODELS + "/{model}:explain", leases.detailed(scoring::explain))
                        .predicts()
                        .operation("v1.explain"));
        return new Slice(new RouteGroup("/v1", ScoringErrors::kserve, routes), MlflowSchemas.PART);
    }

    private static void list(ModelRepository models, RequestContext request) throws IOException {
        List<String> names = models.catalogue().names();
        request.sendJson(json -> {
            json.writeArrayPropertyStart("models");
            names.forEach(json::writeString);
            json.writeEndArray();
        });
    }

    /** A model that is served is ready, because it was verified when it was loaded. */
    private static void ready(Model model, RequestContext request) throws IOException {
        request.sendJson(json -> {
            json.writeStringProperty("name", model.name());
            json.writeBooleanProperty("ready", true);
        });
    }
}
