package dev.onward.repository;

import dev.onward.model.ModelId;
import dev.onward.repository.DiscoveredFile.PathName;
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
 * A folder of models: {@code name.onnx}, or {@code name/version/model.onnx} as in Triton's model repositories. Hidden
 * files and folders, such as those behind a Kubernetes volume, and files that are not models are ignored.
 */
final class FolderSource implements ModelSource {

    private static final String SUFFIX = ".onnx";
    private static final String MODEL = "model.onnx";

    private final Path folder;

    FolderSource(Path folder) {
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
                add(entry, new PathName(stem, Optional.empty()), content);
            }
        }
        return content;
    }

    @Override
    public String emptyReason() {
        return name() + " contains no model: expected name.onnx or name/version/model.onnx" + found();
    }

    @Override
    public String unreadableReason(IOException e) {
        return name() + " " + Text.unreadable(folder, e)
                + (Files.isRegularFile(folder) ? "; serve one file with --model" : "");
    }

    @Override
    public String name() {
        return "the folder " + folder;
    }

    /** Names the files, such as models in other formats. */
    private String found() {
        try {
            List<String> files = entries(folder).stream()
                    .filter(Files::isRegularFile)
                    .map(FolderSource::fileName)
                    .toList();
            return files.isEmpty() ? "" : ", found " + Text.quote(files);
        } catch (IOException e) {
            return "";
        }
    }

    private void addVersions(String name, Path entry, Content content) {
        try {
            for (Path version : entries(entry)) {
                if (Files.isDirectory(version)) {
                    addVersion(name, version, content);
                } else if (isModel(version)) {
                    addMisplaced(version, "a version folder, as in " + name + "/1/" + MODEL, content);
                }
            }
        } catch (IOException e) {
            // Folders such as lost+found may be unreadable, but a folder with a valid model name should be readable.
            if (ModelId.invalidReason(name).isEmpty()) {
                addUnreadable(entry, e, content);
            }
        }
    }

    private void addVersion(String name, Path version, Content content) {
        Path file = version.resolve(MODEL);
        if (Files.isRegularFile(file)) {
            add(file, new PathName(name, Optional.of(fileName(version))), content);
            return;
        }
        try {
            entries(version).stream()
                    .filter(FolderSource::isModel)
                    .forEach(entry -> addMisplaced(entry, "the name " + MODEL, content));
        } catch (IOException e) {
            addUnreadable(version, e, content);
        }
    }

    private void add(Path file, PathName name, Content content) {
        String origin = origin(file);
        Optional<String> problem = problem(name);
        if (problem.isPresent()) {
            content.unserved().put(origin, origin + ": name: " + problem.get());
            return;
        }
        try {
            content.files().put(origin, new DiscoveredFile(file, origin, Optional.of(name), FileFingerprint.of(file)));
        } catch (IOException e) {
            addUnreadable(file, e, content);
        }
    }

    private static Optional<String> problem(PathName name) {
        return Stream.concat(Stream.of(name.name()), name.version().stream())
                .flatMap(text -> ModelId.invalidReason(text).stream())
                .findFirst();
    }

    private void addMisplaced(Path file, String expected, Content content) {
        String origin = origin(file);
        content.unserved().put(origin, origin + ": not served; expected " + expected);
    }

    /** Ignores a file that was removed after its folder had been listed. */
    private void addUnreadable(Path path, IOException e, Content content) {
        String origin = origin(path);
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            content.unserved().put(origin, origin + ": broken symbolic link");
        } else if (!(e instanceof NoSuchFileException)) {
            content.unreadable().add(origin);
            content.unserved().put(origin, origin + ": cannot be read: " + Text.reason(e));
        }
    }

    private String origin(Path path) {
        // A line break in a file name must not start a line of its own in the log.
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

    /** Returns true if the name ends in .onnx, in upper or lower case. */
    static boolean isModel(Path file) {
        return fileName(file).toLowerCase(Locale.ROOT).endsWith(SUFFIX);
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
