package dev.onward.image;

import dev.onward.OnwardProcess.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The images under test. Those that only a test needs are made of two or three lines each. */
final class Images {

    static final Path FOLDER = Path.of("target", "image").toAbsolutePath();

    private static final List<String> CONTEXT = List.of(
            "Dockerfile", ".dockerignore", ".mvn", "mvnw", "pom.xml", "LICENSE", "model.onnx", "webapp", "src/main");

    private Images() {}

    private static final class Shared {
        private static final String BASE = base();
        private static final String ONWARD = onward();

        private static String base() {
            Ended ended = Podman.process(List.of("src/test/image/stand-in"));
            if (ended.exit() != 0) {
                throw new IllegalStateException("no base: " + ended.err());
            }
            return ended.out().strip();
        }

        private static String onward() {
            build("localhost/onward-test", sources("sources"));
            return "localhost/onward-test";
        }
    }

    /** The stand-in for the official image. */
    static String base() {
        return Shared.BASE;
    }

    /** What {@code docker build -t onward .} makes. */
    static String onward() {
        return Shared.ONWARD;
    }

    /** Builds the Dockerfile on the stand-in, and with nothing else that a user would not have. */
    static void build(String name, Path sources, String... options) {
        List<String> all = new ArrayList<>(List.of("--build-arg", "JETTY_IMAGE=" + base()));
        all.addAll(List.of(options));
        Podman.build(name, sources, all.toArray(String[]::new));
    }

    /** A copy of what the build needs, in a folder of target/image. */
    static Path sources(String name) {
        Path folder = folder(name);
        List<String> copy = new ArrayList<>(List.of("cp", "-a", "--parents"));
        copy.addAll(CONTEXT);
        copy.add(folder.toString());
        Ended ended = Podman.process(copy);
        if (ended.exit() != 0) {
            throw new IllegalStateException(ended.err());
        }
        return folder;
    }

    /** An empty folder of target/image that everyone may read. */
    static Path folder(String name) {
        Path folder = FOLDER.resolve(name);
        Podman.process(List.of("rm", "-rf", folder.toString()));
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
