package dev.onward.containers;

import dev.onward.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How one container is set up, started and given applications, as its own manual says. */
public abstract class Container {

    /** The document whose configuration is used. */
    static final String DOCUMENT = "docs/containers.md";

    /** Begins the name of a parameter that is to be an entry of the naming service. */
    static final String ENTRY = "java:comp/env/";

    private final String name;

    Container(String name) {
        this.name = name;
    }

    /** As {@code -Dcontainer} calls it. */
    final String name() {
        return name;
    }

    @Override
    public final String toString() {
        return name;
    }

    /** Makes a server of its own, without applications, that will listen on a port of 127.0.0.1. */
    abstract void setUp(Path server, int port);

    /**
     * Gives it an application, also while it runs if {@link #deploysLive}.
     *
     * @param context the path without slashes
     * @param parameters context parameters; none if not {@link #takesParameters}
     */
    abstract void deploy(Path server, String context, Path war, Map<String, String> parameters);

    /** Takes an application away while the container runs. */
    void undeploy(Path server, String context) {
        throw new UnsupportedOperationException(name + " cannot");
    }

    /** Puts a library where all applications have it, before the container starts. */
    void share(Path server, Path jar) {
        throw new UnsupportedOperationException(name + " has no such folder here");
    }

    /** What starts it in the foreground. */
    abstract List<String> command(Path server, int port);

    /** Variables of its own, besides the JVM's options. */
    Map<String, String> environment(Path server) {
        return Map.of();
    }

    /** The newest Java that the container itself, as it was got, starts on. */
    int newestJava() {
        return Integer.MAX_VALUE;
    }

    /** Whether applications may come and go while it runs. */
    boolean deploysLive() {
        return true;
    }

    /** Whether context parameters can be given without a change to the WAR. */
    boolean takesParameters() {
        return false;
    }

    /** Whether entries of java:comp/env can be given too, without a change to the WAR. */
    boolean takesEntries() {
        return false;
    }

    /** Checks whether it will know of an application that is ready, even if it is killed now. */
    boolean hasRecorded(Path server, String context) {
        return true;
    }

    /** Whether it lets paths with a colon through, as KServe's first protocol has them. */
    boolean takesColons() {
        return true;
    }

    /**
     * Whether it says so by itself while it takes an application away or closes; 404 and 503 aside, which anyone may
     * say.
     */
    boolean refusesSo(Wire.Answer answer) {
        return false;
    }

    /**
     * A documented configuration with a line for each entry instead of the one that the document shows.
     *
     * @param text what the documented line contains
     * @param filling makes a line for an entry from the documented one
     */
    static String withEntries(
            String documented,
            String text,
            Map<String, String> entries,
            BiFunction<String, Map.Entry<String, String>, String> filling) {
        return documented
                .lines()
                .flatMap(line -> line.contains(text)
                        ? entries.entrySet().stream().map(entry -> filling.apply(line, entry))
                        : Stream.of(line))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static void write(Path file, String text) {
        place(file, half -> Files.writeString(half, text));
    }

    static void copy(Path from, Path to) {
        place(to, half -> Files.copy(from, half, StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Filling {
        void fill(Path file) throws IOException;
    }

    /** A container that looks must never see half of it. */
    private static void place(Path file, Filling filling) {
        Path half = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.resolveSibling("."));
            filling.fill(half);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copyTree(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(folder)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, to.resolve(from.relativize(file)));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
