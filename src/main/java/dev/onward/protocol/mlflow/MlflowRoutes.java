package dev.onward.protocol.mlflow;

import dev.onward.http.ErrorFormat;
import dev.onward.http.Route;
import dev.onward.http.RouteGroup;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import java.util.List;

/** The routes of MLflow's {@code /invocations}, for the default model and for each model by name. */
public final class MlflowRoutes {

    private MlflowRoutes() {}

    /** @param errors the format of errors outside these routes */
    public static Slice slice(ModelLeases leases, Settings settings, ErrorFormat errors) {
        ScoringHandlers scoring = new ScoringHandlers(settings);
        List<Route> routes = List.of(
                        "/invocations", "/models/{model}/invocations", "/models/{model}/versions/{version}/invocations")
                .stream()
                .map(path -> Route.post(path, leases.handler(scoring::invocations))
                        .predicts()
                        .errors(ScoringErrors::writeMlflow)
                        .operation("invocations"))
                .toList();
        return new Slice(new RouteGroup("/", errors, routes), MlflowSchemas.PART);
    }
}
