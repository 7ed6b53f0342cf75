package dev.onward;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles the projects in examples, which download their frameworks, and runs their tests. */
@Tag("examples")
class ExamplesIT {

    private static CoreBuild build;

    @BeforeAll
    static void build() throws Exception {
        build = CoreBuild.in("examples");
        build.deploy();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-streams", "spring-boot"})
    void passesItsTests(String name) throws Exception {
        Path built = build.project("examples/" + name + "/pom.xml", "test");

        // Maven is content with no tests at all.
        try (Stream<Path> files = Files.list(built.resolve("surefire-reports"))) {
            List<Path> reports =
                    files.filter(file -> file.toString().endsWith(".txt")).toList();
            assertThat(reports).singleElement().satisfies(report -> assertThat(report)
                    .content()
                    .containsPattern("Tests run: [1-9]\\d*, Failures: 0, Errors: 0, Skipped: 0"));
        }
    }
}
