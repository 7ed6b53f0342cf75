package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.json.JsonGenerators;
import dev.onward.table.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;

class ProblemDetailsTest {

    @Test
    void writesWhatAProblemHas() {
        assertThat(written(Problem.of("expected an object, got null")))
                .isEqualTo("{\"message\":\"expected an object, got null\"}");
        assertThat(written(Problem.ofCell(3, "variance", "given twice").withSuggestion(() -> Optional.of("count"))))
                .isEqualTo(
                        "{\"line\":3,\"feature\":\"variance\",\"message\":\"given twice\",\"suggestion\":\"count\"}");
    }

    private static String written(Problem problem) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonGenerators.of(out)) {
            ProblemDetails.writeProblem(problem, "line", json);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
