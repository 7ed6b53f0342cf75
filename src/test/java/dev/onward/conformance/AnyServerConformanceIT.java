package dev.onward.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The suite, pointed at the server of -Dconformance.url; docs/conformance.md says which models it needs. */
@Tag("conformance")
class AnyServerConformanceIT {

    private static final String URL = System.getProperty("conformance.url", "");

    @Test
    void meetsWhatTheSpecificationRequires() throws IOException {
        assumeThat(URL).as("-Dconformance.url").isNotEmpty();
        Models models = new Models(
                System.getProperty("conformance.model", Models.USUAL.numbers()),
                System.getProperty("conformance.columns", Models.USUAL.columns()));

        ConformanceReport report = Conformance.of(URI.create(URL), models).run();

        System.out.println(report.markdown());
        System.out.println("written to " + report.write());
        assertThat(report.notMet(Level.REQUIRED).stream().map(Outcome::tried))
                .as("what the specification requires and is not met")
                .isEmpty();
    }
}
