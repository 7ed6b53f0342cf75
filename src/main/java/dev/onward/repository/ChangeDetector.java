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
 * Determines which files to load and which to unload, from the content of a source at each poll. A new or changed file
 * is loaded when two polls have seen the same fingerprint, because it may still be being written. A file is unloaded
 * when two polls have missed it, because it may be being replaced. The first poll loads every file at once. Not
 * thread-safe.
 */
final class ChangeDetector {

    private final Map<String, TrackedFile> trackedFiles = new HashMap<>();
    private boolean first = true;

    /**
     * The result of one poll.
     *
     * @param load files to load, ordered by origin
     * @param unload origins of files that are gone
     * @param changing origins of files that have changed since the previous poll
     */
    record Changes(List<LoadCandidate> load, List<String> unload, List<String> changing) {}

    /**
     * A file to load.
     *
     * @param dataFiles its known external data files
     * @param siblings the other files in its folder
     */
    record LoadCandidate(
            DiscoveredFile file, ModelFingerprint fingerprint, List<Path> dataFiles, List<FileFingerprint> siblings) {

        /** The size of the file and of all files in its folder that may be its external data. */
        long bytes() {
            return fingerprint.file().size()
                    + siblings.stream()
                            .filter(sibling -> !sibling.realPath().toString().endsWith(".onnx"))
                            .mapToLong(FileFingerprint::size)
                            .sum();
        }

        /** Returns whether the file and its data files still have the fingerprint. */
        boolean isUnchanged() {
            try {
                return ModelFingerprint.of(file.path(), dataFiles).equals(fingerprint);
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static final class TrackedFile {

        private Optional<ModelFingerprint> tried = Optional.empty();
        private Optional<ModelFingerprint> seen = Optional.empty();
        private List<Path> dataFiles = List.of();

        /** The siblings at the time when external data was found missing. */
        private Optional<List<FileFingerprint>> siblingsWithoutData = Optional.empty();

        private boolean missing;
    }

    /** Compares the content with that of the previous polls. */
    Changes next(ModelSource.Content content) {
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        SiblingFiles siblings = new SiblingFiles();
        for (DiscoveredFile file : content.files().values()) {
            check(file, siblings, changes);
        }
        for (String origin : new TreeSet<>(trackedFiles.keySet())) {
            if (!content.files().containsKey(origin) && !content.isUnreadable(origin)) {
                checkMissing(origin, changes);
            }
        }
        first = false;
        return changes;
    }

    private void check(DiscoveredFile file, SiblingFiles siblings, Changes changes) {
        TrackedFile tracked = tracked(file.origin());
        tracked.missing = false;
        ModelFingerprint fingerprint = ModelFingerprint.of(file.fingerprint(), tracked.dataFiles);
        boolean stable = first || tracked.seen.equals(Optional.of(fingerprint));
        tracked.seen = Optional.of(fingerprint);
        boolean tried = tracked.tried.equals(tracked.seen)
                && tracked.siblingsWithoutData
                        .filter(before -> !before.equals(siblings.of(file)))
                        .isEmpty();
        if (tried) {
            return;
        }
        if (stable) {
            changes.load().add(new LoadCandidate(file, fingerprint, tracked.dataFiles, siblings.of(file)));
        } else {
            changes.changing().add(file.origin());
        }
    }

    /**
     * Records that the file was opened, or cannot be opened in its current state. It is tried again when it changes.
     */
    void markTried(LoadCandidate candidate) {
        TrackedFile tracked = tracked(candidate.file().origin());
        tracked.tried = Optional.of(candidate.fingerprint());
        tracked.siblingsWithoutData = Optional.empty();
    }

    /** Records that external data is missing. The file is tried again when it or any of its siblings changes. */
    void markDataMissing(LoadCandidate candidate) {
        markTried(candidate);
        tracked(candidate.file().origin()).siblingsWithoutData = Optional.of(candidate.siblings());
    }

    /**
     * Records the location of a model's external data as soon as it is known, so that changes to it are detected too.
     */
    void setDataFiles(LoadCandidate candidate, List<Path> dataFiles) {
        tracked(candidate.file().origin()).dataFiles = List.copyOf(dataFiles);
    }

    /** Allows a file to be tried again although it has not changed. */
    void retry(String origin) {
        tracked(origin).tried = Optional.empty();
    }

    private TrackedFile tracked(String origin) {
        return trackedFiles.computeIfAbsent(origin, newOrigin -> new TrackedFile());
    }

    /** A model whose file was moved is not unloaded before the file in the new place has been loaded. */
    private void checkMissing(String origin, Changes changes) {
        TrackedFile tracked = tracked(origin);
        boolean moving =
                changes.changing().stream().anyMatch(other -> name(other).equals(name(origin)));
        if (tracked.missing && !moving) {
            trackedFiles.remove(origin);
            changes.unload().add(origin);
        }
        tracked.missing = true;
        tracked.seen = Optional.empty();
    }

    /** Returns the model's name in {@code name.onnx} or in {@code name/version/model.onnx}. */
    private static String name(String origin) {
        int slash = origin.indexOf('/');
        int dot = origin.lastIndexOf('.');
        return slash >= 0 ? origin.substring(0, slash) : dot > 0 ? origin.substring(0, dot) : origin;
    }
}
