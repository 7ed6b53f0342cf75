package dev.onward.repository;

import dev.onward.model.ModelId;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of models, in the layout that Triton uses too: {@code name.onnx}, or {@code name/version/model.onnx}. What is
 * hidden, as the folders behind a Kubernetes volume are, and what is no model, is passed over.
 */
final class ModelFolder implements ModelSource {

    private static final String SUFFIX = ".onnx";
    private static final String MODEL = "model.onnx";

    private final Path folder;

    ModelFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Content scan() throws IOException {
        Content content = new Content();
        for (Path entry : entries(folder)) {
            String name = fileName(entry);
            if (Files.isDirectory(entry)) {
                addVersions(name, entry, content);
            } else if (isModel(entry)) {
                String stem = name.substring(0, name.length() - SUFFIX.length());
                add(new Place(stem, Optional.empty(), entry), content);
            }
        }
        return content;
    }

    @Override
    public String emptiness() {
        return name() + " holds no model: expected name.onnx or name/version/model.onnx";
    }

    @Override
    public String name() {
        return "the folder " + folder;
    }

    /** A file, and what its path says of it. */
    private record Place(String name, Optional<String> version, Path file) {

        /** What is wrong with the name or version; empty if nothing. */
        String fault() {
            return Stream.concat(Stream.of(name), version.stream())
                    .map(ModelId::fault)
                    .filter(fault -> !fault.isEmpty())
                    .findFirst()
                    .orElse("");
        }
    }

    private void addVersions(String name, Path entry, Content content) {
        try {
            for (Path version : entries(entry)) {
                if (Files.isDirectory(version)) {
                    addVersion(name, version, content);
                } else if (isModel(version)) {
                    misplaced(version, "a folder for its version around it, as in " + name + "/1/" + MODEL, content);
                }
            }
        } catch (IOException e) {
            // Not every folder on a volume is ours to read; one with the name of a model should be.
            if (ModelId.fault(name).isEmpty()) {
                unreadable(entry, e, content);
            }
        }
    }

    private void addVersion(String name, Path version, Content content) {
        Path file = version.resolve(MODEL);
        if (Files.isRegularFile(file)) {
            add(new Place(name, Optional.of(fileName(version)), file), content);
            return;
        }
        try {
            entries(version).stream()
                    .filter(ModelFolder::isModel)
                    .forEach(entry -> misplaced(entry, "the name " + MODEL, content));
        } catch (IOException e) {
            unreadable(version, e, content);
        }
    }

    private void add(Place place, Content content) {
        String origin = origin(place.file());
        if (!place.fault().isEmpty()) {
            content.faults().put(origin, origin + ": cannot be served under its name: " + place.fault());
            return;
        }
        try {
            Stamp stamp = Stamp.of(place.file());
            content.files()
                    .put(
                            origin,
                            new ModelFile(place.file(), origin, Optional.of(place.name()), place.version(), stamp));
        } catch (IOException e) {
            unreadable(place.file(), e, content);
        }
    }

    private void misplaced(Path file, String expected, Content content) {
        String origin = origin(file);
        content.faults().put(origin, origin + ": is not served: expected " + expected);
    }

    /** What is gone since its folder was listed is no fault. */
    private void unreadable(Path path, IOException e, Content content) {
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            content.faults().put(origin(path), origin(path) + ": is a link that leads to nothing");
        } else if (!(e instanceof NoSuchFileException)) {
            content.unknown().add(origin(path));
            content.faults().put(origin(path), origin(path) + ": cannot be read: " + Text.reason(e));
        }
    }

    private String origin(Path path) {
        // What is in a log's line must not look like another line.
        return folder.relativize(path).toString().replace('\\', '/').replaceAll("\\p{Cntrl}", " ");
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !fileName(entry).startsWith("."))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a file has the name of a model, in capitals too. */
    static boolean isModel(Path file) {
        return fileName(file).toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
