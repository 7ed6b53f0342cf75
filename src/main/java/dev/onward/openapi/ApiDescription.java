package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.protocol.oip.ProtocolMetadata;
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

/**
 * The OpenAPI document of what is served. It is made when it is first asked for, and again when other models are served;
 * each model is asked its examples once. For any number of threads.
 */
public final class ApiDescription {

    private final ModelRepository models;
    private final String version;
    private final Access access;
    private final Map<Model, ModelPart> parts = new WeakHashMap<>();
    private Optional<Made> made = Optional.empty();

    /** @param version of the application */
    public ApiDescription(ModelRepository models, String version, Access access) {
        this.models = models;
        this.version = version;
        this.access = access;
    }

    /** A document, and what it was made of. Parts are the same as long as their models are. */
    private record Made(List<ModelPart> parts, Optional<String> defaultName, ApiDocument document) {

        /** By identity, since it is asked for each request, and parts are large. */
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(ServedModels served) {
            List<ModelPart> others =
                    served.models().stream().flatMap(List::stream).toList();
            boolean same = others.size() == parts.size() && defaultName.equals(served.defaultName());
            for (int i = 0; same && i < others.size(); i++) {
                same = others.get(i) == parts.get(i);
            }
            return same;
        }
    }

    /** What describes the models that are served now. One caller makes it for all. */
    public synchronized ApiDocument document() {
        Optional<Made> last = made;
        Catalogue catalogue = models.catalogue();
        ServedModels served = served(catalogue);
        if (last.isPresent() && last.get().isOf(served)) {
            return last.get().document();
        }
        ApiDocument document = new ApiDocument(describe(served, catalogue));
        made = Optional.of(
                new Made(served.models().stream().flatMap(List::stream).toList(), served.defaultName(), document));
        return document;
    }

    private byte[] describe(ServedModels served, Catalogue catalogue) {
        Description description = new Description(version, access);
        RequestIds.addTo(description);
        Errors.addTo(description);
        ModelPaths.addComponents(description);
        ModelPaths.addTo(description, served);
        PagePaths.addTo(description, served);
        HealthPaths.addTo(description, version);
        ScoringPaths.addTo(description, served);
        ProtocolPaths.addTo(
                description,
                served,
                served.names().stream().findFirst().map(name -> metadata(catalogue.versions(name))));
        return description.toJson();
    }

    private static Json.Text metadata(List<Model> versions) {
        List<String> names = versions.stream().map(Model::version).toList();
        Model latest = versions.get(versions.size() - 1);
        return new Json.Text(Json.written(json -> ProtocolMetadata.writeModel(json, latest, names)));
    }

    private ServedModels served(Catalogue catalogue) {
        List<List<ModelPart>> all = new ArrayList<>();
        for (String name : catalogue.names()) {
            List<ModelPart> versions = new ArrayList<>();
            catalogue.versions(name).forEach(model -> part(model).ifPresent(versions::add));
            if (!versions.isEmpty()) {
                all.add(versions);
            }
        }
        return new ServedModels(all, catalogue.defaultName());
    }

    /** Empty if the model has just left; the next catalogue is without it. */
    private Optional<ModelPart> part(Model model) {
        ModelPart known = parts.get(model);
        if (known != null) {
            return Optional.of(known);
        }
        try (Lease lease = models.lease(Optional.of(model.name()), Optional.of(model.version()))) {
            return Optional.of(parts.computeIfAbsent(lease.model(), ModelPart::of));
        } catch (NoSuchModelException | NotReadyException e) {
            return Optional.empty();
        }
    }
}
