package dev.onward.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models that the document describes.
 *
 * @param models by name, the versions of each from the lowest to the highest
 * @param defaultName the name of the model for requests that do not name one
 */
record ServedModels(List<List<DescribedModel>> models, Optional<String> defaultName) {

    ServedModels {
        models = models.stream().map(List::copyOf).toList();
    }

    /**
     * The paths of one model, or of one version of it.
     *
     * @param suffix of the identifiers of its operations
     */
    record Scope(String suffix, DescribedModel model, boolean namesModel, boolean namesVersion) {

        /** True for a path that has exactly the variables for which this scope has values. */
        boolean fits(String template) {
            return template.contains("{model}") == namesModel && template.contains("{version}") == namesVersion;
        }

        String path(String template) {
            return template.replace("{model}", DescribedModel.segment(model.name()))
                    .replace("{version}", DescribedModel.segment(model.version()));
        }
    }

    /** The default model, then each model by its name, followed by its versions. */
    List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>();
        models.stream()
                .map(ServedModels::latest)
                .filter(model -> defaultName.filter(model.name()::equals).isPresent())
                .forEach(model -> scopes.add(new Scope("", model, false, false)));
        for (List<DescribedModel> versions : named()) {
            String key = DescribedModel.key(latest(versions).name());
            scopes.add(new Scope("Model." + key, latest(versions), true, false));
            for (DescribedModel model : versions) {
                if (canBeSegment(model.version())) {
                    String version = DescribedModel.key(model.version()).replace(".", "_2E");
                    scopes.add(new Scope("Version." + key + "." + version, model, true, true));
                }
            }
        }
        return scopes;
    }

    /** Every version of every model. */
    List<DescribedModel> all() {
        return models.stream().flatMap(List::stream).toList();
    }

    /** The names of all models. */
    List<String> names() {
        return models.stream().map(versions -> latest(versions).name()).toList();
    }

    /** The names that can be part of a path. */
    List<String> pathNames() {
        return named().stream().map(versions -> latest(versions).name()).toList();
    }

    /** The versions, of any model, that can be part of a path. */
    List<String> pathVersions() {
        return named().stream()
                .flatMap(List::stream)
                .map(DescribedModel::version)
                .filter(ServedModels::canBeSegment)
                .distinct()
                .sorted()
                .toList();
    }

    private List<List<DescribedModel>> named() {
        return models.stream()
                .filter(versions -> canBeSegment(latest(versions).name()))
                .toList();
    }

    private static DescribedModel latest(List<DescribedModel> versions) {
        return versions.get(versions.size() - 1);
    }

    /** Returns false for text that most servers refuse because it could be read as several segments. */
    private static boolean canBeSegment(String text) {
        return !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..")
                && text.chars().noneMatch(c -> c < ' ' || "/\\;%\u007F".indexOf(c) >= 0);
    }
}
