package dev.onward.openapi;

import dev.onward.http.Route;
import dev.onward.model.Model;
import dev.onward.repository.Catalogue;
import dev.onward.repository.Lease;
import dev.onward.repository.ModelRepository;
import dev.onward.repository.NoSuchModelException;
import dev.onward.repository.NotReadyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * The OpenAPI document of everything that is served. It is built on the first request, and again after the served
 * models have changed; each model computes its examples once. Thread-safe.
 */
public final class ApiDescription {

    private final ModelRepository models;
    private final String version;
    private final boolean keyed;
    private final List<ApiPart> parts =
            new ArrayList<>(List.of(ApiPart.of(ApiDescription.class, FeatureSchemas::values)));
    private final List<Supplier<Operation>> operations = new ArrayList<>();
    private final Map<Model, DescribedModel> described = new WeakHashMap<>();
    private Optional<Built> built = Optional.empty();

    /** A document, and the models that it describes. */
    private record Built(List<DescribedModel> models, Optional<String> defaultName, ApiDocument document) {

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
     * @param version of the application
     * @param keyed true if API keys are set
     */
    public ApiDescription(ModelRepository models, String version, boolean keyed) {
        this.models = models;
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
     * The document for the models being served. If it must be built, concurrent callers wait for one build.
     *
     * @throws IllegalStateException if the part of a slice has no operation for one of its routes
     */
    public synchronized ApiDocument document() {
        Catalogue catalogue = models.catalogue();
        ServedModels served = describe(catalogue);
        Optional<ApiDocument> current =
                built.filter(last -> last.describes(served)).map(Built::document);
        return current.orElseGet(() -> {
            List<Operation> all = operations.stream().map(Supplier::get).toList();
            String json = new DocumentBuilder(parts, all, version, keyed, served).build(catalogue::versions);
            ApiDocument document = new ApiDocument(json);
            built = Optional.of(new Built(served.all(), served.defaultName(), document));
            return document;
        });
    }

    private ServedModels describe(Catalogue catalogue) {
        List<List<DescribedModel>> all = new ArrayList<>();
        for (String name : catalogue.names()) {
            List<DescribedModel> versions = new ArrayList<>();
            catalogue.versions(name).forEach(model -> describe(model).ifPresent(versions::add));
            if (!versions.isEmpty()) {
                all.add(versions);
            }
        }
        return new ServedModels(all, catalogue.defaultName());
    }

    /** Empty if the model has just been removed; the next catalogue does not contain it. */
    private Optional<DescribedModel> describe(Model model) {
        DescribedModel known = described.get(model);
        if (known != null) {
            return Optional.of(known);
        }
        try (Lease lease = models.lease(Optional.of(model.name()), Optional.of(model.version()))) {
            return Optional.of(described.computeIfAbsent(lease.model(), leased -> DescribedModel.of(leased, parts)));
        } catch (NoSuchModelException | NotReadyException e) {
            return Optional.empty();
        }
    }
}
