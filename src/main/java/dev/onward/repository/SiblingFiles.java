package dev.onward.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The fingerprints of the files in a model's folder that are not models. They may contain external data of the model,
 * and may appear or change after it. Each folder is listed once.
 */
final class SiblingFiles {

    private final Map<Path, List<FileFingerprint>> folders = new HashMap<>();

    /** Returns the siblings that can be read, ordered by name. */
    List<FileFingerprint> of(DiscoveredFile file) {
        return folders.computeIfAbsent(file.path().toAbsolutePath().getParent(), SiblingFiles::list);
    }

    private static List<FileFingerprint> list(Path folder) {
        List<FileFingerprint> fingerprints = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isRegularFile(entry) && !FolderSource.isModel(entry)) {
                    fingerprints.add(FileFingerprint.of(entry));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The next poll lists the folder again, and the difference then counts as a change.
            return List.of();
        }
        return fingerprints;
    }
}
