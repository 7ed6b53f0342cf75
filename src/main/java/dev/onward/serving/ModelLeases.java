package dev.onward.serving;

import dev.onward.compute.BulkLane;
import dev.onward.compute.ComputePermits;
import dev.onward.compute.ExplanationLane;
import dev.onward.compute.RunKind;
import dev.onward.details.ExplanationLimit;
import dev.onward.http.Handler;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import dev.onward.runtime.RunPermits;
import java.util.Optional;
import java.util.function.Function;

/** Leases models to the handlers of requests. Each run of a leased model holds a compute permit. Thread-safe. */
public final class ModelLeases {

    private final ModelRepository models;
    private final ComputePermits permits;
    private final BulkLane lane;
    private final ExplanationLane explanations;
    private final int explanationRowLimit;

    /** @param explanationRowLimit the maximum number of rows in memory that one request explains */
    public ModelLeases(
            ModelRepository models,
            ComputePermits permits,
            BulkLane lane,
            ExplanationLane explanations,
            int explanationRowLimit) {
        this.models = models;
        this.permits = permits;
        this.lane = lane;
        this.explanations = explanations;
        this.explanationRowLimit = explanationRowLimit;
    }

    /** Returns permits for runs of a model that belong to no request of its own, such as those for examples. */
    public RunPermits permits(String model) {
        ComputePermits.Runs runs = permits.runs(model);
        return rows -> runs.acquire(RunKind.BULK)::close;
    }

    /**
     * Applies a function to a version of a model, whose runs have permits that belong to no request of their own.
     *
     * @throws dev.onward.repository.NoSuchModelException if it is not served
     */
    public <T> T apply(String name, String version, Function<Model, T> function) {
        try (Lease lease = models.lease(Optional.of(name), Optional.of(version))) {
            return function.apply(lease.model().withPermits(permits(name)));
        }
    }

    /** Returns a warm-up with the default model, or with the first one if there is no default. */
    public WarmUp warmUp(WarmUp.WithModel work) {
        return () -> {
            Catalogue catalogue = models.catalogue();
            Optional<String> name =
                    catalogue.defaultName().or(() -> catalogue.names().stream().findFirst());
            try (Lease lease = models.lease(name, Optional.empty())) {
                Model model = lease.model().withPermits(permits(lease.model().name()));
                work.run(model, new OptionalDetails(model, lease.details(), ExplanationLimit.NONE));
            }
        };
    }

    /**
     * Returns a handler that leases the model named by the path variables "model" and "version"; the default model if
     * there is no name, the latest version if there is no version.
     */
    public Handler handler(ModelHandler handler) {
        return detailed((model, details, request) -> handler.handle(model, request));
    }

    /** As {@link #handler}, for a handler that also writes the details of predictions. */
    public Handler detailed(DetailHandler handler) {
        return request -> {
            try (Lease lease = models.lease(request.pathParameter("model"), request.pathParameter("version"))) {
                Model model = lease.model();
                if (!lease.runTimes().areQuick() || request.isFile()) {
                    request.beforeBlocking();
                }
                request.record().setModel(model.name(), model.version());
                try (RequestWork work =
                        RequestWork.begin(request, permits.runs(model.name()), lease.runTimes(), lane, explanations)) {
                    Model permitted = model.withPermits(work);
                    RequestDetails details = new RequestDetails(permitted, lease.details(), work, explanationRowLimit);
                    handler.handle(permitted, details, request);
                }
            }
        };
    }
}
