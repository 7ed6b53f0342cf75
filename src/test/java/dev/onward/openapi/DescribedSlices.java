package dev.onward.openapi;

import dev.onward.compute.BulkLane;
import dev.onward.compute.ComputePermits;
import dev.onward.compute.ExplanationLane;
import dev.onward.http.ErrorBody;
import dev.onward.http.ErrorFormat;
import dev.onward.http.StaticFiles;
import dev.onward.http.Templates;
import dev.onward.metrics.Metrics;
import dev.onward.metrics.Metrics.Gauges;
import dev.onward.ops.ApiDocs;
import dev.onward.ops.Health;
import dev.onward.ops.OpsRoutes;
import dev.onward.ops.Scrape;
import dev.onward.page.PageRoutes;
import dev.onward.predict.PredictRoutes;
import dev.onward.protocol.mlflow.KserveRoutes;
import dev.onward.protocol.mlflow.MlflowRoutes;
import dev.onward.protocol.oip.OipRoutes;
import dev.onward.repository.ModelRepository;
import dev.onward.runtime.RunPermits;
import dev.onward.serving.ModelLeases;
import dev.onward.serving.Readiness;
import dev.onward.serving.Slice;
import dev.onward.settings.Settings;
import dev.onward.settings.Settings.MetricsAccess;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The slices of the application without a server: their routes are described here and never called. */
final class DescribedSlices {

    private static final ErrorFormat NO_ERRORS = (error, id) -> ErrorBody.plain("");

    private DescribedSlices() {}

    /** The description of all slices, without keys and with metrics for everyone. */
    static ApiDescription describe(ModelRepository models, String version) {
        return describe(models, version, false, MetricsAccess.OPEN);
    }

    /** The same, with other permits for the runs of examples. */
    static ApiDescription describe(ModelRepository models, Function<String, RunPermits> permits) {
        return describe(models, "1", new ApiDescription(models, permits, "1", false), MetricsAccess.OPEN);
    }

    static ApiDescription describe(
            ModelRepository models, String version, boolean keyed, MetricsAccess metricsReaders) {
        ApiDescription api = new ApiDescription(models, name -> RunPermits.UNLIMITED, version, keyed);
        return describe(models, version, api, metricsReaders);
    }

    private static ApiDescription describe(
            ModelRepository models, String version, ApiDescription api, MetricsAccess metricsReaders) {
        of(models, version, api, metricsReaders)
                .forEach(slice -> api.add(slice.routes().routes(), slice.api()));
        return api;
    }

    /** All slices. */
    static List<Slice> of(ModelRepository models, ApiDescription api) {
        return of(models, "1", api, MetricsAccess.OPEN);
    }

    private static List<Slice> of(
            ModelRepository models, String version, ApiDescription api, MetricsAccess metricsReaders) {
        ServletContext context = (ServletContext) Proxy.newProxyInstance(
                DescribedSlices.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> null);
        Settings settings = Settings.fallback();
        Templates templates = new Templates(context, settings.brand());
        Readiness readiness = new Readiness(models, () -> false);
        ModelLeases leases = new ModelLeases(
                models,
                new ComputePermits(1, Duration.ZERO, () -> 1),
                new BulkLane(1, 1, Duration.ZERO),
                new ExplanationLane(1, Duration.ZERO),
                1);
        Metrics metrics = new Metrics(version, models::catalogue, new Gauges(() -> true, () -> 0, () -> 0));
        return List.of(
                PageRoutes.slice(
                        models, leases, settings, NO_ERRORS, templates, new StaticFiles(context, settings.brand())),
                PredictRoutes.slice(leases, settings, NO_ERRORS),
                MlflowRoutes.slice(leases, settings),
                KserveRoutes.slice(models, leases, settings),
                OipRoutes.slice(models, leases, readiness, settings, version),
                OpsRoutes.slice(
                        new Health(models, readiness, List::of, version),
                        new Scrape(metrics, metricsReaders),
                        new ApiDocs(api, templates),
                        NO_ERRORS));
    }
}
