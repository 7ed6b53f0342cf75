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

/** The versions of one model, of which there is at least one. They are ordered when one is added and not when one is asked. */
final class Versions {

    private final Map<String, Held> held;
    private final Held latest;

    private Versions(SortedMap<String, Held> ordered) {
        this.held = new LinkedHashMap<>(ordered);
        this.latest = List.copyOf(ordered.values()).get(ordered.size() - 1);
    }

    static Versions of(String version, Held held) {
        SortedMap<String, Held> one = new TreeMap<>(ModelId.BY_VERSION);
        one.put(version, held);
        return new Versions(one);
    }

    /** These and those; where both have the same version, that one. */
    Versions and(Versions others) {
        SortedMap<String, Held> all = ordered();
        all.putAll(others.held);
        return new Versions(all);
    }

    Optional<Versions> without(String version) {
        SortedMap<String, Held> others = ordered();
        others.remove(version);
        return others.isEmpty() ? Optional.empty() : Optional.of(new Versions(others));
    }

    Optional<Held> find(String version) {
        return Optional.ofNullable(held.get(version));
    }

    Held latest() {
        return latest;
    }

    /** The lowest first. */
    List<String> names() {
        return new ArrayList<>(held.keySet());
    }

    /** The lowest first. */
    Collection<Held> all() {
        return held.values();
    }

    private SortedMap<String, Held> ordered() {
        SortedMap<String, Held> ordered = new TreeMap<>(ModelId.BY_VERSION);
        ordered.putAll(held);
        return ordered;
    }
}
