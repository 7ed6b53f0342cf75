package dev.onward.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
     */
    record Changes(List<Sight> load, List<String> unload) {}

    /**
     * A file as it was seen.
     *
     * @param beside what else stood in its folder
     */
    record Sight(ModelFile file, List<Stamp> beside) {

        State state(boolean withBeside) {
            return new State(file.stamp(), withBeside ? beside : List.of());
        }
    }

    /** What makes a file worth trying again when it differs. */
    private record State(Stamp stamp, List<Stamp> beside) {}

    private static final class Tracked {

        private Optional<State> tried = Optional.empty();
        private Optional<State> seen = Optional.empty();
        private boolean failed;

        /** Whether what stands beside it matters. */
        private boolean hasParts;

        private boolean missing;
    }

    Changes next(ModelSource.Content content) {
        List<String> unload = missing(content.files().keySet());
        if (!unload.isEmpty()) {
            // What failed may have failed for what is gone now.
            tracked.values().stream().filter(known -> known.failed).forEach(known -> known.tried = Optional.empty());
        }
        Neighbours neighbours = new Neighbours();
        List<Sight> load = new ArrayList<>();
        for (ModelFile file : content.files().values()) {
            if (isToBeLoaded(file, neighbours)) {
                load.add(new Sight(file, neighbours.of(file)));
            }
        }
        first = false;
        return new Changes(load, unload);
    }

    /**
     * To be told of every file that was tried.
     *
     * @param failed whether it could not be opened
     * @param hasParts whether a part of its data stands in other files
     */
    void tried(Sight sight, boolean failed, boolean hasParts) {
        Tracked known = tracked.computeIfAbsent(sight.file().origin(), origin -> new Tracked());
        known.failed = failed;
        // Of a file that failed nothing is known: what it lacks may come and stand beside it.
        known.hasParts = failed || hasParts;
        known.tried = Optional.of(sight.state(known.hasParts));
    }

    private boolean isToBeLoaded(ModelFile file, Neighbours neighbours) {
        Tracked known = tracked.computeIfAbsent(file.origin(), origin -> new Tracked());
        known.missing = false;
        Optional<State> now = Optional.of(new State(file.stamp(), known.hasParts ? neighbours.of(file) : List.of()));
        boolean settled = first || known.seen.equals(now);
        known.seen = now;
        return settled && !known.tried.equals(now);
    }

    private List<String> missing(Set<String> present) {
        List<String> gone = new ArrayList<>();
        for (String origin : new TreeSet<>(tracked.keySet())) {
            Tracked known = tracked.computeIfAbsent(origin, name -> new Tracked());
            if (present.contains(origin)) {
                continue;
            }
            if (known.missing) {
                tracked.remove(origin);
                gone.add(origin);
            }
            known.missing = true;
            known.seen = Optional.empty();
        }
        return gone;
    }
}
