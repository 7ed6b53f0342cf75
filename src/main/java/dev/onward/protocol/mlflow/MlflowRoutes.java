package dev.onward.protocol.mlflow;

import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import java.util.List;
import java.util.Optional;

/** The routes of MLflow's {@code /invocations}, for the default model and for each model by its name. */
public final class MlflowRoutes {

    private MlflowRoutes() {}

    public static Slice slice(ModelLeases leases, Settings settings) {
        ScoringHandlers scoring = new ScoringHandlers(settings);
        List<Route> routes = List.of(
                        "/invocations", "/models/{model}/invocations", "/models/{model}/versions/{version}/invocations")
                .stream()
                .map(path -> Route.post(path, leases.handler(scoring::invocations))
                        .predicts()
                        .quick()
                        .operation("invocations"))
                .toList();
        RouteGroup group = new RouteGroup("/models", Optional.of("/invocations"), ScoringErrors::mlflow, routes);
        return new Slice(group, MlflowSchemas.PART);
    }
}
