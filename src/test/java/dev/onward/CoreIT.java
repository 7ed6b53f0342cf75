package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar of onward-core, built by its own POM, in a project of someone else. */
class CoreIT {

    /** In bytes, without its dependencies. */
    private static final long MAX_JAR = 600_000;

    private static final Path FOLDER =
            Path.of("target", "core" + System.getProperty("run.suffix", "")).toAbsolutePath();

    private static final Path REPOSITORY = FOLDER.resolve("repository");
    private static final Path FIRST = FOLDER.resolve("first");

    @BeforeAll
    static void build() throws Exception {
        delete(FOLDER);
        Files.createDirectories(FOLDER);
        maven(
                "core/pom.xml",
                "deploy",
                FIRST,
                "-Dmaven.repo.local=" + localRepository(),
                "-Dmaven.install.skip",
                "-DaltDeploymentRepository=below-target::" + REPOSITORY.toUri());
    }

    @Test
    void hasOneDependencyLine() throws Exception {
        Path built = FOLDER.resolve("consumer");
        // Installs nothing where other builds would find it.
        maven(
                "src/test/consumer/pom.xml",
                "compile",
                built,
                "-Dmaven.repo.local=" + FOLDER.resolve("local"),
                "-Dmaven.repo.local.tail=" + localRepository(),
                "-Dcore.repository=" + REPOSITORY.toUri());
        String path = built.resolve("classes") + File.pathSeparator + Files.readString(built.resolve("classpath.txt"));
        String model = Path.of("model.onnx").toAbsolutePath().toString();
        String printed = """
                0 0.99999833
                1 variance
                record Misfit, skewnes: expected the name of a feature, did you mean "skewness"?
                record Misfit, skewness: expected a component of type double or another number, got none
                """;

        assertThat(java("-cp", path, "shop.Shop", model)).isEqualTo(printed);
        // An automatic module cannot require Jackson, which is an explicit one.
        assertThat(java("-p", path, "--add-modules", "tools.jackson.databind", "-m", "shop/shop.Shop", model))
                .isEqualTo(printed);
    }

    @Test
    void isTheSameForTheSameSources() throws Exception {
        Path second = FOLDER.resolve("second");
        maven("core/pom.xml", "package", second, "-Dmaven.repo.local=" + localRepository());

        for (String jar : List.of("onward-core.jar", "onward-core-sources.jar", "onward-core-javadoc.jar")) {
            assertThat(second.resolve(jar)).hasSameBinaryContentAs(FIRST.resolve(jar));
        }
    }

    @Test
    void isSmall() {
        assertThat(FIRST.resolve("onward-core.jar").toFile()).size().isLessThan(MAX_JAR);
    }

    /** Two POMs cannot share properties, since the root is a WAR. */
    @Test
    void hasTheVersionsOfTheRoot() throws IOException {
        Map<String, String> root = properties(Path.of("pom.xml"));
        Map<String, String> core = properties(Path.of("core/pom.xml"));
        core.remove("build.folder");

        assertThat(core).hasSizeGreaterThan(5);
        assertThat(root).containsAllEntriesOf(core);
        Pattern version = Pattern.compile("<artifactId>onward(?:-core)?</artifactId>\\s*(<version>.*</version>)");
        assertThat(Stream.of("pom.xml", "core/pom.xml", "src/test/consumer/pom.xml")
                        .map(pom -> version.matcher(read(pom))
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group(1))
                        .distinct())
                .hasSize(1);
    }

    /** What earlier builds left would be taken for this one. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String read(String file) {
        return String.join("\n", Documents.lines(Path.of(file)));
    }

    private static Map<String, String> properties(Path pom) throws IOException {
        String text = Files.readString(pom);
        Matcher property = Pattern.compile("<([a-z.A-Z]+)>(.*)</\\1>")
                .matcher(text.substring(text.indexOf("<properties>"), text.indexOf("</properties>")));
        Map<String, String> properties = new LinkedHashMap<>();
        while (property.find()) {
            properties.put(property.group(1), property.group(2));
        }
        return properties;
    }

    private static String localRepository() {
        return System.getProperty("maven.repo.local");
    }

    private static void maven(String pom, String phase, Path folder, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of("mvnw").toAbsolutePath().toString(),
                "-B",
                "-ntp",
                "-q",
                "-f",
                pom,
                phase,
                "-Dbuild.folder=" + folder));
        command.addAll(List.of(options));
        run(command);
    }

    private static String java(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** Returns what a command printed on standard output. */
    private static String run(List<String> command) throws Exception {
        Path out = Files.createTempFile(FOLDER, "out", ".txt");
        Path errors = Files.createTempFile(FOLDER, "errors", ".txt");
        int exit = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        assertThat(exit)
                .as("%s%n%s%s", command, Files.readString(out), Files.readString(errors))
                .isZero();
        return Files.readString(out);
    }
}
