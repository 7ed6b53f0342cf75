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
 * The files beside a model that are no models of their own. A part of its data may stand in them, and come or change
 * after the model itself. Each folder is looked at once.
 */
final class Neighbours {

    private final Map<Path, List<Stamp>> folders = new HashMap<>();

    /** Those that can be looked at, in the order of their names. */
    List<Stamp> of(ModelFile file) {
        return folders.computeIfAbsent(file.path().toAbsolutePath().getParent(), Neighbours::look);
    }

    private static List<Stamp> look(Path folder) {
        List<Stamp> stamps = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isRegularFile(entry) && !ModelFolder.isModel(entry)) {
                    stamps.add(Stamp.of(entry));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // What cannot be looked at now is looked at again with the next poll, and is a change then.
            return List.of();
        }
        return stamps;
    }
}
