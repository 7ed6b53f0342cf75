package dev.onward.repository;

import dev.onward.model.Model;
import dev.onward.model.ModelId;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The models that are served at one moment, and the reasons why files are not served. Immutable: a change creates a new
 * catalogue. Its models may be closed at any time, so use them for their descriptions only; {@link
 * ModelRepository#lease} one for predictions.
 */
public final class Catalogue {

    private static final int MAX_LISTED_NAMES = 20;
    private static final int MAX_LISTED_REASONS = 3;

    private final NavigableMap<String, ModelVersions> models;
    private final SortedMap<String, String> unserved;
    private final String emptyReason;
    private final Optional<String> requestedDefault;
    private final Optional<String> settledDefault;
    private final Optional<String> defaultName;

    private Catalogue(
            NavigableMap<String, ModelVersions> models,
            SortedMap<String, String> unserved,
            String emptyReason,
            Optional<String> requestedDefault,
            Optional<String> settledDefault) {
        this.models = Collections.unmodifiableNavigableMap(models);
        this.unserved = Collections.unmodifiableSortedMap(unserved);
        this.emptyReason = emptyReason;
        this.requestedDefault = requestedDefault;
        this.settledDefault = settledDefault;
        this.defaultName = requestedDefault.isPresent()
                ? requestedDefault.filter(models::containsKey)
                : settledDefault.filter(models::containsKey).or(() -> Optional.of(models.keySet())
                        .filter(names -> names.size() == 1)
                        .map(names -> names.iterator().next()));
    }

    /**
     * Returns a catalogue without models.
     *
     * @param emptyReason the reason for having no models, for operators
     * @param requestedDefault name of the default model; if empty, a single model becomes the default
     */
    static Catalogue empty(String emptyReason, Optional<String> requestedDefault) {
        return new Catalogue(new TreeMap<>(), new TreeMap<>(), emptyReason, requestedDefault, Optional.empty());
    }

    /** Returns the catalogue with this model, which replaces the one with the same name and version. */
    Catalogue with(ModelId id, ModelHandle handle) {
        NavigableMap<String, ModelVersions> changed = new TreeMap<>(models);
        changed.merge(id.name(), ModelVersions.of(id.version(), handle), ModelVersions::and);
        return new Catalogue(changed, unserved, emptyReason, requestedDefault, settledDefault);
    }

    Catalogue without(ModelId id) {
        NavigableMap<String, ModelVersions> changed = new TreeMap<>(models);
        changed.computeIfPresent(
                id.name(), (name, versions) -> versions.without(id.version()).orElse(null));
        return new Catalogue(changed, unserved, emptyReason, requestedDefault, settledDefault);
    }

    /**
     * Returns the catalogue with other unserved files.
     *
     * @param reasons for files that are not served, by origin
     * @param reasonIfEmpty the reason for having no models, used if there are none
     */
    Catalogue withUnserved(Map<String, String> reasons, String reasonIfEmpty) {
        return new Catalogue(models, new TreeMap<>(reasons), reasonIfEmpty, requestedDefault, settledDefault);
    }

    /** Returns the catalogue without the reason for this file. */
    Catalogue withoutUnserved(String origin) {
        SortedMap<String, String> fewer = new TreeMap<>(unserved);
        fewer.remove(origin);
        return new Catalogue(models, fewer, emptyReason, requestedDefault, settledDefault);
    }

    /**
     * Returns the catalogue whose default model, if it has one, remains the default while it is served, whatever other
     * models are added.
     */
    Catalogue settled() {
        return new Catalogue(models, unserved, emptyReason, requestedDefault, defaultName);
    }

    Collection<ModelHandle> handles() {
        List<ModelHandle> handles = new ArrayList<>();
        models.values().forEach(versions -> handles.addAll(versions.all()));
        return handles;
    }

    /**
     * Finds a model.
     *
     * @param name of the model; the default if empty
     * @param version of the model; the highest if empty
     * @throws NotReadyException if no model is served, or if the requested default model is not served
     * @throws NoSuchModelException if this name or version is not served, or if no model is named and there is no
     *     default model
     */
    ModelHandle find(Optional<String> name, Optional<String> version) {
        if (models.isEmpty()) {
            throw new NotReadyException();
        }
        ModelVersions versions = name.isPresent() ? named(name.get()) : defaultVersions();
        if (version.isEmpty()) {
            return versions.latest();
        }
        return versions.find(version.get())
                .orElseThrow(() -> new NoSuchModelException("this model has no version " + Text.quote(version.get())
                        + "; available: " + listed(versions.names())));
    }

    private ModelVersions named(String name) {
        ModelVersions versions = models.get(name);
        if (versions == null) {
            List<String> reasons = unserved(name);
            throw new NoSuchModelException(
                    reasons.isEmpty()
                            ? "there is no model " + Text.quote(name) + "; available: " + listed(models.keySet())
                            : "the model is not served: " + String.join("; ", reasons));
        }
        return versions;
    }

    private ModelVersions defaultVersions() {
        Optional<String> name = defaultName();
        if (name.isEmpty() && requestedDefault.isPresent()) {
            throw new NotReadyException();
        }
        return named(name.orElseThrow(() -> new NoSuchModelException(
                "there is no default model; specify a model by name; available: " + listed(models.keySet()))));
    }

    /**
     * Returns the name of the model that requests without a name use: the requested default; if none was requested, the
     * first model that was served alone, until it is removed.
     */
    public Optional<String> defaultName() {
        return defaultName;
    }

    /** The number of models, whatever their number of versions. */
    public int size() {
        return models.size();
    }

    /** Returns the names of all models, sorted. */
    public List<String> names() {
        return List.copyOf(models.keySet());
    }

    /** Returns all versions of a model, lowest first; the last one is the default. Empty if there is no such model. */
    public List<Model> versions(String name) {
        ModelVersions versions = models.get(name);
        return versions == null
                ? List.of()
                : versions.all().stream().map(ModelHandle::model).toList();
    }

    /** Returns the reasons why files are not served, by the files' names in messages. */
    public SortedMap<String, String> unserved() {
        return unserved;
    }

    /** Returns the reasons why files that would be versions of this model are not served. */
    public List<String> unserved(String name) {
        return unserved.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(name + "/")
                        || entry.getKey().equals(name + ".onnx")
                        || (models.size() == 1 && models.containsKey(name)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * Returns the reason, for operators, why there are no models or the requested default is not served; empty if the
     * repository is ready.
     */
    public Optional<String> notReadyReason() {
        if (models.isEmpty()) {
            return Optional.of(unserved.isEmpty() ? emptyReason : listedReasons());
        }
        return requestedDefault.filter(name -> !models.containsKey(name)).map(this::missingDefaultReason);
    }

    private String missingDefaultReason(String name) {
        Optional<String> nearest = unserved(name).isEmpty() ? Text.nearest(name, models.keySet()) : Optional.empty();
        String remedy = nearest.isPresent()
                ? Text.suggestion(nearest) + (unserved.isEmpty() ? "" : " ")
                : "; available: " + listed(models.keySet()) + (unserved.isEmpty() ? "" : "; ");
        return "the default model " + Text.quote(name) + " is not served" + remedy + listedReasons();
    }

    /**
     * Returns true if the requested default model has the name of no file, whether or not the file is served, although
     * there are files.
     */
    public boolean isDefaultMisnamed() {
        boolean hasFiles = !models.isEmpty() || !unserved.isEmpty();
        return hasFiles
                && requestedDefault
                        .filter(name ->
                                !models.containsKey(name) && unserved(name).isEmpty())
                        .isPresent();
    }

    private String listedReasons() {
        return listed(unserved.values(), "; ", MAX_LISTED_REASONS);
    }

    private static String listed(Collection<String> names) {
        return listed(names.stream().map(Text::cut).toList(), ", ", MAX_LISTED_NAMES);
    }

    private static String listed(Collection<String> texts, String separator, int max) {
        String listed = texts.stream().limit(max).collect(Collectors.joining(separator));
        return texts.size() <= max ? listed : listed + separator + "and " + (texts.size() - max) + " more";
    }
}
