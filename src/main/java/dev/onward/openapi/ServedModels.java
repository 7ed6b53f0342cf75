package dev.onward.openapi;

import java.util.List;
import java.util.Optional;

/**
 * What is served, as far as the document tells of it.
 *
 * @param models by name, the versions of each from the lowest to the highest
 * @param defaultName of the model that is asked when none is named
 */
record ServedModels(List<List<ModelPart>> models, Optional<String> defaultName) {

    ServedModels {
        models = models.stream().map(List::copyOf).toList();
    }

    /** The version that is asked when none is named. */
    static ModelPart latest(List<ModelPart> versions) {
        return versions.get(versions.size() - 1);
    }

    /** The model that is asked when none is named. */
    Optional<ModelPart> chosen() {
        return models.stream()
                .map(ServedModels::latest)
                .filter(part -> defaultName.filter(part.name()::equals).isPresent())
                .findFirst();
    }

    /** Those that can be named in a path. */
    List<List<ModelPart>> named() {
        return models.stream()
                .filter(versions -> Names.canBeSegment(latest(versions).name()))
                .toList();
    }

    List<String> names() {
        return named().stream().map(versions -> latest(versions).name()).toList();
    }

    /** The versions that any of them has. */
    List<String> versions() {
        return named().stream()
                .flatMap(List::stream)
                .map(ModelPart::version)
                .filter(Names::canBeSegment)
                .distinct()
                .sorted()
                .toList();
    }
}
