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
 * What is served at one moment, and what is not and why. Never changed: a change is a new catalogue. Its models are for
 * reading what they say of themselves; to be asked, they are leased from the repository.
 */
public final class Catalogue {

    /** More than this nobody reads in a sentence. */
    private static final int MOST_LISTED = 20;

    private static final int MOST_REASONS = 3;

    private final NavigableMap<String, Versions> models;
    private final SortedMap<String, String> failures;
    private final String emptiness;
    private final Optional<String> chosen;
    private final Optional<String> defaultName;

    private Catalogue(
            NavigableMap<String, Versions> models,
            SortedMap<String, String> failures,
            String emptiness,
            Optional<String> chosen) {
        this.models = Collections.unmodifiableNavigableMap(models);
        this.failures = Collections.unmodifiableSortedMap(failures);
        this.emptiness = emptiness;
        this.chosen = chosen;
        this.defaultName = chosen.isPresent()
                ? chosen.filter(models::containsKey)
                : Optional.of(models.keySet())
                        .filter(names -> names.size() == 1)
                        .map(names -> names.iterator().next());
    }

    /**
     * A catalogue without models.
     *
     * @param emptiness why, in one sentence
     * @param chosen the name of the model that is to be the default; the only one there is if empty
     */
    static Catalogue empty(String emptiness, Optional<String> chosen) {
        return new Catalogue(new TreeMap<>(), new TreeMap<>(), emptiness, chosen);
    }

    /** The same with this model, in the place of the one that is there under its name and version. */
    Catalogue with(ModelId id, Held held) {
        NavigableMap<String, Versions> changed = new TreeMap<>(models);
        changed.merge(id.name(), Versions.of(id.version(), held), Versions::and);
        return new Catalogue(changed, failures, emptiness, chosen);
    }

    Catalogue without(ModelId id) {
        NavigableMap<String, Versions> changed = new TreeMap<>(models);
        changed.computeIfPresent(
                id.name(), (name, versions) -> versions.without(id.version()).orElse(null));
        return new Catalogue(changed, failures, emptiness, chosen);
    }

    /**
     * @param others why files are not served, a sentence each, by what messages call them
     * @param nowEmptiness why there is nothing, should there be nothing
     */
    Catalogue withFailures(Map<String, String> others, String nowEmptiness) {
        return new Catalogue(models, new TreeMap<>(others), nowEmptiness, chosen);
    }

    /** The same without what is said of this file, now that it is served. */
    Catalogue withoutFailure(String origin) {
        SortedMap<String, String> fewer = new TreeMap<>(failures);
        fewer.remove(origin);
        return new Catalogue(models, fewer, emptiness, chosen);
    }

    Collection<Held> held() {
        List<Held> held = new ArrayList<>();
        models.values().forEach(versions -> held.addAll(versions.all()));
        return held;
    }

    /**
     * @param name of the model; the default if empty
     * @param version of the model; the highest if empty
     * @throws NotReadyException if nothing is served, or not the default that was chosen
     * @throws NoSuchModelException if nothing of that name or version is, or there are several models and no default
     */
    Held find(Optional<String> name, Optional<String> version) {
        if (models.isEmpty()) {
            throw new NotReadyException();
        }
        Versions versions = name.isPresent() ? named(name.get()) : defaultVersions();
        if (version.isEmpty()) {
            return versions.latest();
        }
        return versions.find(version.get())
                .orElseThrow(() -> new NoSuchModelException("this model has no version " + Text.quote(version.get())
                        + "; there is " + listed(versions.names())));
    }

    private Versions named(String name) {
        Versions versions = models.get(name);
        if (versions == null) {
            List<String> reasons = failures(name);
            throw new NoSuchModelException(
                    reasons.isEmpty()
                            ? "there is no model " + Text.quote(name) + "; there is " + listed(models.keySet())
                            : "the model is not served: " + String.join("; ", reasons));
        }
        return versions;
    }

    private Versions defaultVersions() {
        Optional<String> name = defaultName();
        if (name.isEmpty() && chosen.isPresent()) {
            throw new NotReadyException();
        }
        return named(name.orElseThrow(() ->
                new NoSuchModelException("there are several models and none is the default, expected the name of one: "
                        + listed(models.keySet()))));
    }

    /** The name of the model that is asked when none is named: the one that was chosen, or the only one. */
    public Optional<String> defaultName() {
        return defaultName;
    }

    /** The names of all models, in their order. */
    public List<String> names() {
        return List.copyOf(models.keySet());
    }

    /** The versions of a model: the lowest first, and last the one that is asked if none is named. None if there is no model. */
    public List<Model> versions(String name) {
        Versions versions = models.get(name);
        return versions == null
                ? List.of()
                : versions.all().stream().map(Held::model).toList();
    }

    /** Why files are not served, a sentence each, by what messages call them. */
    public SortedMap<String, String> failures() {
        return failures;
    }

    /** Why files that would be versions of a model are not served. */
    public List<String> failures(String name) {
        return failures.entrySet().stream()
                .filter(failure -> failure.getKey().startsWith(name + "/")
                        || failure.getKey().equals(name + ".onnx")
                        || (models.size() == 1 && models.containsKey(name)))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Why a question that names no model cannot be answered, or none at all; empty if nothing stands in the way. */
    public String obstacle() {
        if (models.isEmpty()) {
            return failures.isEmpty() ? emptiness : listed(failures.values(), "; ");
        }
        return chosen.filter(name -> !models.containsKey(name))
                .map(name -> "the default model " + Text.quote(name) + " is not served; there is "
                        + listed(models.keySet())
                        + (failures.isEmpty() ? "" : "; " + listed(failures.values(), "; ")))
                .orElse("");
    }

    private static String listed(Collection<String> names) {
        return listed(names.stream().map(Text::cut).toList(), ", ");
    }

    private static String listed(Collection<String> texts, String separator) {
        int most = separator.equals(", ") ? MOST_LISTED : MOST_REASONS;
        String listed = texts.stream().limit(most).collect(Collectors.joining(separator));
        return texts.size() <= most ? listed : listed + separator + "and " + (texts.size() - most) + " more";
    }
}
