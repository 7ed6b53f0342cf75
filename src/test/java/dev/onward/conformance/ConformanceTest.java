package dev.onward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.WebApp;
import dev.onward.model.ConformanceModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The suite, pointed at the WAR: every case of every level has to be met. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {

    private static final Path DOCUMENT = Path.of("docs/conformance.md");

    private final WebApp server;
    private final Conformance suite;

    ConformanceTest(@TempDir Path models) throws IOException {
        ConformanceModels.write(models);
        server = WebApp.serve("--models", models.toString());
        suite = Conformance.of(server.url(), Models.USUAL);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    Stream<Case> cases() {
        return suite.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void meets(Case tried) {
        assertThat(suite.run(tried).mismatches()).isEmpty();
    }

    @Test
    void isToldInTheDocument() throws IOException {
        ConformanceReport report = suite.run();
        report.write();

        assertThat(Files.readString(DOCUMENT)).contains(report.markdown());
    }
}
