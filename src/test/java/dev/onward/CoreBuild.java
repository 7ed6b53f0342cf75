package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Builds onward-core and projects that use it, in a folder below target. */
final class CoreBuild {

    /** Deleted before each use, since what earlier builds left would be taken for this one. */
    private final Path folder;

    /** The local repository of the projects. Kept, except for the jars of onward-core, because of its downloads. */
    private final Path local;

    private CoreBuild(Path folder, Path local) {
        this.folder = folder;
        this.local = local;
    }

    /** @param name of the folder; tests that run at the same time need different ones */
    static CoreBuild in(String name) throws IOException {
        Path folder =
                Path.of("target", name + System.getProperty("run.suffix", "")).toAbsolutePath();
        Path local = folder.resolve("local");
        delete(local.resolve("dev"));
        delete(folder.resolve("work"));
        return new CoreBuild(Files.createDirectories(folder.resolve("work")), local);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Builds the jars, and deploys them to the repository of these projects. */
    Path deploy() throws Exception {
        return maven(
                "core/pom.xml",
                "deploy",
                "-Dmaven.repo.local=" + localRepository(),
                "-Dmaven.install.skip",
                "-DaltDeploymentRepository=below-target::" + repository());
    }

    /** Builds the jars, in another folder. */
    Path packageAgain() throws Exception {
        return maven("core/pom.xml", "package", "-Dmaven.repo.local=" + localRepository());
    }

    /** Runs Maven in a project that uses onward-core. Installs nothing where other builds would find it. */
    Path project(String pom, String phase) throws Exception {
        return maven(
                pom,
                phase,
                "-Dmaven.repo.local=" + local,
                "-Dmaven.repo.local.tail=" + localRepository(),
                "-Dcore.repository=" + repository());
    }

    private String repository() {
        return folder.resolve("repository").toUri().toString();
    }

    private static String localRepository() {
        return System.getProperty("maven.repo.local");
    }

    private Path maven(String pom, String phase, String... options) throws Exception {
        Path output = Files.createTempDirectory(folder, "build");
        List<String> command = new ArrayList<>(List.of(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-B",
                "-ntp",
                "-q",
                "-f",
                pom,
                phase,
                "-Dbuild.folder=" + output));
        command.addAll(List.of(options));
        run(command);
        return output;
    }

    /** Runs a class, and returns what it printed on standard output. */
    String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile());
        // Surefire sets it for this JVM, which may be without a compiler. Maven then takes the JDK of the path.
        if (!Files.exists(Path.of(System.getProperty("java.home"), "bin", "javac"))) {
            builder.environment().remove("JAVA_HOME");
        }
        int exit = builder.start().waitFor();
        assertThat(exit)
                .as("%s%n%s%s", command, Files.readString(out), Files.readString(errors))
                .isZero();
        return Files.readString(out);
    }
}
