package dev.onward.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file on Maven Central, by its coordinates: Maven itself gets it, with its cache and its user's settings. */
public record Artifact(String group, String name, String version, String type) {

    private static final Path FOLDER = Path.of("target", "containers").toAbsolutePath();

    /** Unpacks it, once, and returns the folder in it that holds everything. */
    public Path unpacked() {
        Path folder = FOLDER.resolve(name + "-" + version);
        fetch("unpack", folder);
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> content = all.toList();
            return content.size() == 1 ? content.get(0) : folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file as it is. */
    Path file() {
        Path folder = FOLDER.resolve(name + "-" + version);
        fetch("copy", folder);
        return folder.resolve(name + "-" + version + "." + type);
    }

    private synchronized void fetch(String how, Path folder) {
        if (Files.exists(folder)) {
            return;
        }
        try {
            Path half = Files.createDirectories(FOLDER).resolve(name + "-" + version + ".part");
            Path log = FOLDER.resolve(name + ".log");
            int exit = new ProcessBuilder(
                            Path.of("mvnw").toAbsolutePath().toString(),
                            "-B",
                            "-q",
                            "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                            "dependency:" + how,
                            "-Dartifact=" + String.join(":", group, name, version, type),
                            "-DoutputDirectory=" + half)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(this + " cannot be had: " + Files.readString(log));
            }
            Files.move(half, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
