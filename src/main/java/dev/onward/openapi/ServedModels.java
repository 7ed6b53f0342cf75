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

    /** The most models, each version counted, whose operations are described one by one. */
    private static final int MAX_DETAILED = 8;

    ServedModels {
        models = models.stream().map(List::copyOf).toList();
    }

    /** The variables in the path of an operation on a model. */
    enum Variables {
        NONE,
        MODEL,
        MODEL_AND_VERSION;

        private static Variables of(String template) {
            return template.contains("{version}") ? MODEL_AND_VERSION : template.contains("{model}") ? MODEL : NONE;
        }
    }

    /**
     * The paths of one model, of one version of it, or of any model.
     *
     * @param suffix of the identifiers of its operations
     * @param areParameters true if the variables are parameters of the operations
     */
    record Scope(String suffix, DescribedModel model, Variables variables, boolean areParameters) {

        /** True for a path that has exactly these variables. */
        boolean fits(String template) {
            return Variables.of(template) == variables;
        }

        String path(String template) {
            return areParameters
                    ? template
                    : template.replace("{model}", DescribedModel.segment(model.name()))
                            .replace("{version}", DescribedModel.segment(model.version()));
        }
    }

    /** True if there are so many versions of models that their operations are described once for all of them. */
    static boolean areMany(int versions) {
        return versions > MAX_DETAILED;
    }

    /** The default model; then, of many models, any of them; of few, each by its name, followed by its versions. */
    List<Scope> scopes(Optional<DescribedModel> shared) {
        List<Scope> scopes = new ArrayList<>();
        models.stream()
                .map(ServedModels::latest)
                .filter(model -> defaultName.filter(model.name()::equals).isPresent())
                .forEach(model -> scopes.add(new Scope("", model, Variables.NONE, false)));
        if (shared.isPresent()) {
            scopes.add(new Scope("Model", shared.get(), Variables.MODEL, true));
            scopes.add(new Scope("Version", shared.get(), Variables.MODEL_AND_VERSION, true));
            return scopes;
        }
        for (List<DescribedModel> versions : named()) {
            String key = DescribedModel.key(latest(versions).name());
            scopes.add(new Scope("Model." + key, latest(versions), Variables.MODEL, false));
            for (DescribedModel model : versions) {
                if (canBeSegment(model.version())) {
                    String version = DescribedModel.key(model.version()).replace(".", "_2E");
                    scopes.add(new Scope("Version." + key + "." + version, model, Variables.MODEL_AND_VERSION, false));
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
