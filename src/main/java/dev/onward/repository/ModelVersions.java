package dev.onward.repository;

import dev.onward.model.ModelId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of one model, at least one, lowest first. Immutable; sorted when a version is added. */
final class ModelVersions {

    private final Map<String, ModelHandle> handles;
    private final ModelHandle latest;

    private ModelVersions(SortedMap<String, ModelHandle> ordered) {
        this.handles = new LinkedHashMap<>(ordered);
        this.latest = List.copyOf(ordered.values()).get(ordered.size() - 1);
    }

    static ModelVersions of(String version, ModelHandle handle) {
        SortedMap<String, ModelHandle> one = new TreeMap<>(ModelId.BY_VERSION);
        one.put(version, handle);
        return new ModelVersions(one);
    }

    /** Returns these versions and the others, which replace those of the same number. */
    ModelVersions and(ModelVersions others) {
        SortedMap<String, ModelHandle> all = ordered();
        all.putAll(others.handles);
        return new ModelVersions(all);
    }

    /** Returns the versions without this one; empty if there are no others. */
    Optional<ModelVersions> without(String version) {
        SortedMap<String, ModelHandle> others = ordered();
        others.remove(version);
        return others.isEmpty() ? Optional.empty() : Optional.of(new ModelVersions(others));
    }

    Optional<ModelHandle> find(String version) {
        return Optional.ofNullable(handles.get(version));
    }

    ModelHandle latest() {
        return latest;
    }

    /** Returns the versions, lowest first. */
    List<String> names() {
        return new ArrayList<>(handles.keySet());
    }

    /** Returns the models, lowest version first. */
    Collection<ModelHandle> all() {
        return handles.values();
    }

    private SortedMap<String, ModelHandle> ordered() {
        SortedMap<String, ModelHandle> ordered = new TreeMap<>(ModelId.BY_VERSION);
        ordered.putAll(handles);
        return ordered;
    }
}
