package dev.onward.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Tells from what is there, seen again and again, what has changed. A new or changed file counts once it has been seen
 * twice in the same state, since it may still be being written; one that is gone counts once it has been missing twice,
 * since it may be being replaced. Not for several threads.
 */
final class Sightings {

    private final Map<String, Tracked> tracked = new HashMap<>();
    private boolean first = true;

    /**
     * What is to be done.
     *
     * @param load what to open, in the order of names
     * @param unload what is gone, by what messages call it
     * @param waiting what changed since it was seen before, by what messages call it
     */
    record Changes(List<Sight> load, List<String> unload, List<String> waiting) {}

    /**
     * A file that counts.
     *
     * @param parts the files that are known to hold a part of its data
     * @param beside what else stands in its folder
     */
    record Sight(ModelFile file, State state, List<Path> parts, List<Stamp> beside) {

        /** Whether all of it still stands there as it was seen. */
        boolean isUnchanged() {
            try {
                return State.of(file.path(), parts).equals(state);
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static final class Tracked {

        private Optional<State> tried = Optional.empty();
        private Optional<State> seen = Optional.empty();
        private List<Path> parts = List.of();

        /** What stood beside it when a part of its data could not be had. */
        private Optional<List<Stamp>> lacking = Optional.empty();

        private boolean missing;
    }

    Changes next(ModelSource.Content content) {
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Neighbours neighbours = new Neighbours();
        for (ModelFile file : content.files().values()) {
            look(file, neighbours, changes);
        }
        for (String origin : new TreeSet<>(tracked.keySet())) {
            if (!content.files().containsKey(origin) && !content.isUnknown(origin)) {
                miss(origin, changes);
            }
        }
        first = false;
        return changes;
    }

    private void look(ModelFile file, Neighbours neighbours, Changes changes) {
        Tracked known = tracked(file.origin());
        known.missing = false;
        State state = State.of(file.stamp(), known.parts);
        boolean settled = first || known.seen.equals(Optional.of(state));
        known.seen = Optional.of(state);
        boolean same = known.tried.equals(known.seen)
                && known.lacking
                        .filter(before -> !before.equals(neighbours.of(file)))
                        .isEmpty();
        if (same) {
            return;
        }
        if (settled) {
            changes.load().add(new Sight(file, state, known.parts, neighbours.of(file)));
        } else {
            changes.waiting().add(file.origin());
        }
    }

    /** To be told of a file that was opened, or that could not be for reasons of its own. */
    void tried(Sight sight) {
        Tracked known = tracked(sight.file().origin());
        known.tried = Optional.of(sight.state());
        known.lacking = Optional.empty();
    }

    /** To be told of a file of whose data a part could not be had. It counts again once anything beside it changes. */
    void lacking(Sight sight) {
        tried(sight);
        tracked(sight.file().origin()).lacking = Optional.of(sight.beside());
    }

    /** To be told of the files in which a part of a model's data stands, as soon as they are known. */
    void parts(Sight sight, List<Path> parts) {
        tracked(sight.file().origin()).parts = List.copyOf(parts);
    }

    /** Lets a file count again, as if it had not been tried. */
    void forget(String origin) {
        tracked(origin).tried = Optional.empty();
    }

    private Tracked tracked(String origin) {
        return tracked.computeIfAbsent(origin, unknown -> new Tracked());
    }

    /** A file of a model that is moved from one place to another is gone only when the other one counts. */
    private void miss(String origin, Changes changes) {
        Tracked known = tracked(origin);
        boolean moving =
                changes.waiting().stream().anyMatch(other -> name(other).equals(name(origin)));
        if (known.missing && !moving) {
            tracked.remove(origin);
            changes.unload().add(origin);
        }
        known.missing = true;
        known.seen = Optional.empty();
    }

    /** The model's name in {@code name.onnx} and in {@code name/version/model.onnx}. */
    private static String name(String origin) {
        int slash = origin.indexOf('/');
        int dot = origin.lastIndexOf('.');
        return slash >= 0 ? origin.substring(0, slash) : dot > 0 ? origin.substring(0, dot) : origin;
    }
}
