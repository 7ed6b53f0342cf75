package dev.onward.openapi;

import dev.onward.http.Route;
import dev.onward.http.StaticFile;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.NoSuchModelException;
import dev.onward.repository.NotReadyException;
import dev.onward.runtime.RunPermits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The OpenAPI document of everything that is served. It is built on the first request, and again after the served
 * models have changed; each model computes its examples once. Thread-safe.
 */
public final class ApiDescription {

    private static final long MAX_WAIT_MILLIS = 1_000;

    /** The time that a model may run for examples in advance. The runs of a slow model delay predictions. */
    private static final Duration MAX_RUNS_IN_ADVANCE = Duration.ofMillis(500);

    /** The document of more models takes a while, although it may never be requested. */
    private static final int MAX_MODELS_IN_ADVANCE = 100;

    private static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

    private final ModelRepository models;
    private final Function<String, RunPermits> permits;
    private final String version;
    private final boolean keyed;
    private final List<ApiPart> parts = new ArrayList<>(List.of(ApiPart.of(ApiDescription.class, new RowSchemas())));
    private final List<Supplier<Operation>> operations = new ArrayList<>();
    private final Map<Model, CompletableFuture<DescribedModel>> detailed =
            Collections.synchronizedMap(new WeakHashMap<>());
    private final Map<Model, CompletableFuture<DescribedModel>> brief =
            Collections.synchronizedMap(new WeakHashMap<>());
    private Optional<Built> built = Optional.empty();

    /** A document, and the models that it describes. */
    private record Built(List<DescribedModel> models, Optional<String> defaultName, StaticFile document) {

        /** Compares models by identity, because this runs for each request and descriptions are large. */
        @SuppressWarnings("ReferenceEquality")
        boolean describes(ServedModels served) {
            List<DescribedModel> current = served.all();
            boolean same = current.size() == models.size() && defaultName.equals(served.defaultName());
            for (int i = 0; same && i < current.size(); i++) {
                same = current.get(i) == models.get(i);
            }
            return same;
        }
    }

    /**
     * @param permits gives the permits for runs of the model of this name
     * @param version of the application
     * @param keyed true if API keys are set
     */
    public ApiDescription(ModelRepository models, Function<String, RunPermits> permits, String version, boolean keyed) {
        this.models = models;
        this.permits = permits;
        this.version = version;
        this.keyed = keyed;
    }

    /**
     * Adds a slice. All slices are added before the first request.
     *
     * @param routes its part of the table of routes
     * @param part the description of its routes, which several slices may share
     */
    public synchronized void add(List<Route> routes, ApiPart part) {
        if (!parts.contains(part)) {
            parts.add(part);
        }
        for (Route route : routes) {
            route.operation().ifPresent(name -> operations.add(() -> Operation.of(route, name, part)));
        }
    }

    /**
     * The document for the models being served. Nobody waits for the runs of a model for longer than a second, except
     * for the first caller, who computes the examples: meanwhile the document is without them.
     *
     * @throws IllegalStateException if the part of a slice has no operation for one of its routes
     */
    public StaticFile document() {
        Catalogue catalogue = models.catalogue();
        ServedModels served = describe(catalogue);
        synchronized (this) {
            Optional<StaticFile> current =
                    built.filter(last -> last.describes(served)).map(Built::document);
            return current.orElseGet(() -> {
                List<Operation> all = operations.stream().map(Supplier::get).toList();
                String json = new DocumentBuilder(parts, all, version, keyed, served).build(catalogue::versions);
                StaticFile document = StaticFile.of("openapi.json", json.getBytes(StandardCharsets.UTF_8));
                built = Optional.of(new Built(served.all(), served.defaultName(), document));
                return document;
            });
        }
    }

    /**
     * Computes the document in advance, unless a model is slow or busy, or there are more than 100. Callers do not wait
     * for the examples meanwhile, but compute them themselves.
     */
    public void prepare() {
        prepare(MAX_RUNS_IN_ADVANCE);
    }

    /** @param maxRuns the time that each model may run */
    void prepare(Duration maxRuns) {
        Catalogue catalogue = models.catalogue();
        List<Model> all = catalogue.names().stream()
                .flatMap(name -> catalogue.versions(name).stream())
                .toList();
        Predicate<Model> isDetailed = detailed(catalogue);
        if (all.size() <= MAX_MODELS_IN_ADVANCE
                && all.stream().allMatch(model -> describeInAdvance(model, isDetailed.test(model), maxRuns))) {
            document();
        }
    }

    /** True for all of few models; if there are many, for the default model alone. */
    private static Predicate<Model> detailed(Catalogue catalogue) {
        int versions = catalogue.names().stream()
                .mapToInt(name -> catalogue.versions(name).size())
                .sum();
        if (!ServedModels.areMany(versions)) {
            return model -> true;
        }
        Optional<Model> latest = catalogue
                .defaultName()
                .map(catalogue::versions)
                .filter(models -> !models.isEmpty())
                .map(models -> models.get(models.size() - 1));
        return model -> latest.filter(model::equals).isPresent();
    }

    private Map<Model, CompletableFuture<DescribedModel>> described(boolean isDetailed) {
        return isDetailed ? detailed : brief;
    }

    private boolean describeInAdvance(Model model, boolean isDetailed, Duration maxRuns) {
        ExamplePermits runs = new ExamplePermits(permits.apply(model.name()), maxRuns);
        try {
            DescribedModel complete = describe(model, isDetailed, runs);
            if (!runs.wereRefused()) {
                described(isDetailed).putIfAbsent(model, CompletableFuture.completedFuture(complete));
            }
            return !runs.wereRefused();
        } catch (NoSuchModelException | NotReadyException e) {
            return false;
        }
    }

    private ServedModels describe(Catalogue catalogue) {
        Predicate<Model> isDetailed = detailed(catalogue);
        List<List<DescribedModel>> all = new ArrayList<>();
        for (String name : catalogue.names()) {
            List<DescribedModel> versions = new ArrayList<>();
            catalogue.versions(name).forEach(model -> describe(model, isDetailed.test(model))
                    .ifPresent(versions::add));
            if (!versions.isEmpty()) {
                all.add(versions);
            }
        }
        return new ServedModels(all, catalogue.defaultName());
    }

    /** Empty if the model has just been removed; the next catalogue does not contain it. */
    private Optional<DescribedModel> describe(Model model, boolean isDetailed) {
        Map<Model, CompletableFuture<DescribedModel>> described = described(isDetailed);
        CompletableFuture<DescribedModel> own = new CompletableFuture<>();
        CompletableFuture<DescribedModel> other = described.putIfAbsent(model, own);
        if (other != null) {
            return Optional.of(await(other, model, isDetailed));
        }
        try {
            ExamplePermits runs = new ExamplePermits(permits.apply(model.name()), UNLIMITED);
            DescribedModel complete = describe(model, isDetailed, runs);
            if (runs.wereRefused()) {
                described.remove(model, own);
            }
            own.complete(complete);
            return Optional.of(complete);
        } catch (NoSuchModelException | NotReadyException e) {
            return Optional.empty();
        } finally {
            if (!own.isDone()) {
                described.remove(model, own);
                own.complete(withoutExamples(model, isDetailed));
            }
        }
    }

    private DescribedModel describe(Model model, boolean isDetailed, ExamplePermits runs) {
        try (Lease lease = models.lease(Optional.of(model.name()), Optional.of(model.version()))) {
            return DescribedModel.of(lease.model().withPermits(runs), parts, isDetailed);
        } catch (RuntimeException e) {
            if (runs.wereRefused()) {
                return withoutExamples(model, isDetailed);
            }
            throw e;
        }
    }

    private DescribedModel await(CompletableFuture<DescribedModel> description, Model model, boolean isDetailed) {
        try {
            return description.get(MAX_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return withoutExamples(model, isDetailed);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return withoutExamples(model, isDetailed);
        }
    }

    /** A description for which the model runs nothing. */
    private DescribedModel withoutExamples(Model model, boolean isDetailed) {
        return DescribedModel.of(
                model.withPermits(rows -> {
                    throw new IllegalStateException("the examples are being computed");
                }),
                parts,
                isDetailed);
    }

    /** The permits for the examples of one model. After a refusal none is waited for, since the others are optional. */
    private static final class ExamplePermits implements RunPermits {

        private final RunPermits permits;
        private final long maxNanos;
        private long nanos;
        private boolean refused;

        /** @param max time of all runs together, after which all others are refused */
        ExamplePermits(RunPermits permits, Duration max) {
            this.permits = permits;
            maxNanos = max.toNanos();
        }

        @Override
        public Permit acquire(int rows) {
            if (refused || nanos > maxNanos) {
                refused = true;
                throw new IllegalStateException("no more runs for examples");
            }
            refused = true;
            Permit permit = permits.acquire(rows);
            refused = false;
            long start = System.nanoTime();
            return () -> {
                permit.close();
                nanos += System.nanoTime() - start;
            };
        }

        boolean wereRefused() {
            return refused;
        }
    }
}
