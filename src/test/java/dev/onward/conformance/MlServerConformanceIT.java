package dev.onward.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.clients.MlServer;
import dev.onward.clients.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suite, pointed at MLServer with the same models: what is said of it is what was found. */
@Tag("clients")
class MlServerConformanceIT {

    private static final Path DOCUMENT = Path.of("docs/conformance.md");

    @Test
    void isToldInTheDocument() throws IOException {
        PythonEnvironment python = PythonEnvironment.of("mlserver");
        try (MlServer server = MlServer.serve(python)) {
            ConformanceReport report =
                    Conformance.of(server.url(), Models.USUAL).run();
            report.write();

            assertThat(Files.readString(DOCUMENT)).contains(report.markdown());
        }
    }
}
