package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar of onward-core, built by its own POM, in a project of someone else. */
class CoreIT {

    /** In bytes, without its dependencies. */
    private static final long MAX_JAR = 650_000;

    private static CoreBuild build;
    private static Path first;

    @BeforeAll
    static void build() throws Exception {
        build = CoreBuild.in("core");
        first = build.deploy();
    }

    @Test
    void hasOneDependencyLine() throws Exception {
        Path built = build.project("src/test/consumer/pom.xml", "compile");
        String path = built.resolve("classes") + File.pathSeparator + Files.readString(built.resolve("classpath.txt"));
        String model = Path.of("model.onnx").toAbsolutePath().toString();
        String printed = """
                0 0.99999833
                1 variance
                record Misfit, skewnes: expected the name of a feature, did you mean "skewness"?
                record Misfit, skewness: expected a component of type double or another number, got none
                """;

        assertThat(build.java("-cp", path, "shop.Shop", model)).isEqualTo(printed);
        // An automatic module cannot require Jackson, which is an explicit one.
        assertThat(build.java("-p", path, "--add-modules", "tools.jackson.databind", "-m", "shop/shop.Shop", model))
                .isEqualTo(printed);
    }

    @Test
    void isTheSameForTheSameSources() throws Exception {
        Path second = build.packageAgain();

        for (String jar : List.of("onward-core.jar", "onward-core-sources.jar", "onward-core-javadoc.jar")) {
            assertThat(second.resolve(jar)).hasSameBinaryContentAs(first.resolve(jar));
        }
    }

    /** In the sources too, which have the same names, so that debuggers find them. */
    @Test
    void hasNothingElseOutsideInternalPackages() throws IOException {
        assertThat(packages("onward-core.jar", ".class"))
                .filteredOn(name -> !name.startsWith("dev.onward.internal."))
                .containsExactly("dev.onward", "dev.onward.explanation");
        assertThat(packages("onward-core-sources.jar", ".java")).isEqualTo(packages("onward-core.jar", ".class"));
    }

    private static Set<String> packages(String jar, String ending) throws IOException {
        try (JarFile file = new JarFile(first.resolve(jar).toFile())) {
            return file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void isSmall() {
        assertThat(first.resolve("onward-core.jar").toFile()).size().isLessThan(MAX_JAR);
    }

    /** The POMs cannot share properties, since the root is a WAR. */
    @Test
    void hasTheVersionsOfTheRoot() throws IOException {
        Map<String, String> root = properties(Path.of("pom.xml"));
        for (String pom : List.of("core/pom.xml", "spark/pom.xml")) {
            Map<String, String> own = properties(Path.of(pom));
            own.keySet()
                    .removeAll(
                            List.of("build.folder", "spark.version", "onward.war", "included.tags", "excluded.tags"));

            assertThat(own).as(pom).hasSizeGreaterThan(5);
            assertThat(root).as(pom).containsAllEntriesOf(own);
        }
        Pattern version =
                Pattern.compile("<artifactId>onward(?:-core|-spark)?</artifactId>\\s*(<version>.*</version>)");
        assertThat(Stream.of("pom.xml", "core/pom.xml", "spark/pom.xml", "src/test/consumer/pom.xml")
                        .map(pom -> version.matcher(read(pom))
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group(1))
                        .distinct())
                .hasSize(1);
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
}
