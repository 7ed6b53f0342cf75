package dev.onward.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.OnwardProcess;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What a servlet container has on the web application's class path, and what only {@code java -jar} adds to it. */
class WarContentIT {

    /** The version of class files that Java 8 loads. */
    private static final int JAVA_8 = 52;

    private static final Set<String> COMMAND_LINE = Set.of("annotate", "dataset", "launch", "train");

    /** A new name here is a jar that every installation gets. */
    @Test
    void hasTheLibrariesOfServingAlone() {
        assertThat(jars("WEB-INF/lib/"))
                .containsExactly(
                        "attoparser",
                        "fastcsv",
                        "jackson-annotations",
                        "jackson-core",
                        "jackson-databind",
                        "javassist",
                        "jspecify",
                        "ognl",
                        "onnxruntime",
                        "onward-application",
                        "prometheus-metrics-config",
                        "prometheus-metrics-core",
                        "prometheus-metrics-exposition-textformats",
                        "prometheus-metrics-instrumentation-jvm",
                        "prometheus-metrics-model",
                        "prometheus-metrics-tracer-common",
                        "prometheus-metrics-tracer-initializer",
                        "prometheus-metrics-tracer-otel",
                        "prometheus-metrics-tracer-otel-agent",
                        "protobuf-java",
                        "slf4j-api",
                        "slf4j-jdk14",
                        "swagger-ui",
                        "thymeleaf",
                        "tribuo-util-onnx",
                        "unbescape");
    }

    @Test
    void hasTheClassesOfServingAlone() throws IOException {
        Set<String> expected = new TreeSet<>(compiledPackages());
        expected.removeAll(COMMAND_LINE);

        assertThat(compiledPackages()).containsAll(COMMAND_LINE);
        assertThat(packagesOfJar("WEB-INF/lib/onward-application.jar")).isEqualTo(expected);
        // What serves no container of the jakarta namespace.
        assertThat(packages("WEB-INF/classes/")).containsExactly("app");
    }

    @Test
    void hasTheCommandLineBesideThem() throws IOException {
        assertThat(jars("WEB-INF/commands/")).containsExactly("ejml-core", "ejml-ddense", "onward-commands");
        assertThat(packagesOfJar("WEB-INF/commands/onward-commands.jar"))
                .containsExactly("annotate", "dataset", "train");
        assertThat(jars("WEB-INF/server/"))
                .contains("jetty-server", "onward-launcher", "picocli")
                .doesNotContainAnyElementsOf(jars("WEB-INF/commands/"));
        assertThat(packagesOfJar("WEB-INF/server/onward-launcher.jar")).containsExactly("launch", "settings", "table");
        assertThat(packages("")).containsExactly("launch");
        assertThat(entries().filter(name -> name.startsWith("dev/") && name.endsWith(".class")))
                .allMatch(name -> name.matches("dev/onward/launch/(JavaCheck|Main|Shutdown.*|WorkFolder)\\.class"));
    }

    /** The classes that say what is needed: the main class, and one for containers of the javax namespace. */
    @Test
    void hasWhatAnOlderJavaCanLoad() throws IOException {
        try (JarFile war = new JarFile(OnwardProcess.war().toFile())) {
            String mainClass =
                    war.getManifest().getMainAttributes().getValue("Main-Class").replace('.', '/') + ".class";
            String service = "WEB-INF/classes/META-INF/services/javax.servlet.ServletContainerInitializer";
            String initializer = new String(
                            war.getInputStream(war.getEntry(service)).readAllBytes(), StandardCharsets.UTF_8)
                    .strip();

            assertThat(classFileVersion(war, mainClass)).isEqualTo(JAVA_8);
            assertThat(classFileVersion(war, "WEB-INF/classes/" + initializer.replace('.', '/') + ".class"))
                    .isEqualTo(JAVA_8);
        }
    }

    private static int classFileVersion(JarFile war, String entry) throws IOException {
        try (DataInputStream in = new DataInputStream(war.getInputStream(war.getEntry(entry)))) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }

    /** The names of the jars in a folder of the WAR, without versions. */
    private static Set<String> jars(String folder) {
        return entries()
                .filter(name -> name.startsWith(folder) && name.endsWith(".jar"))
                .map(name -> name.substring(folder.length()).replaceFirst("(-\\d[^/]*)?\\.jar$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first parts of the names of our packages in a folder of the WAR. */
    private static Set<String> packages(String folder) {
        return packages(entries().filter(name -> name.startsWith(folder)).map(name -> name.substring(folder.length())));
    }

    private static Set<String> packages(Stream<String> classes) {
        return classes.filter(name -> name.matches("dev/onward/.+/[^/]+\\.class"))
                .map(name -> name.split("/", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> packagesOfJar(String entry) throws IOException {
        try (JarFile war = new JarFile(OnwardProcess.war().toFile());
                JarInputStream jar = new JarInputStream(war.getInputStream(war.getEntry(entry)))) {
            Stream.Builder<String> names = Stream.builder();
            for (ZipEntry inner = jar.getNextEntry(); inner != null; inner = jar.getNextEntry()) {
                names.add(inner.getName());
            }
            return packages(names.build());
        }
    }

    private static Set<String> compiledPackages() {
        Path classes = Path.of("target", "classes");
        try (Stream<Path> files = Files.walk(classes)) {
            return packages(
                    files.map(file -> classes.relativize(file).toString().replace('\\', '/')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> entries() {
        try (JarFile war = new JarFile(OnwardProcess.war().toFile())) {
            return war.stream().map(ZipEntry::getName).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
