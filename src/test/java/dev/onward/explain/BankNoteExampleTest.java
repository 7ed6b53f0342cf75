package dev.onward.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The worked example of docs/explanations.md. */
class BankNoteExampleTest {

    @Test
    void theDocumentationHasTheNumbersOfTheShippedModel() throws IOException {
        String documentation = Files.readString(Path.of("docs/explanations.md"));
        try (Model model = Model.open(Path.of("model.onnx"))) {
            Explainer explainer = Explainer.of(ExplainableModel.of(model), Background.of(data(model)));

            Explanation explanation = Explained.explanation(
                    explainer.explain(row(model), Optional.of("1")).get(0));

            assertThat(explanation.method()).isEqualTo(Method.LINEAR);
            assertThat(explanation.space()).isEqualTo("log-odds");
            assertThat(documentation)
                    .contains(String.format(Locale.ROOT, "base %.2f", explanation.base()))
                    .contains(String.format(Locale.ROOT, "value %.2f", explanation.value()));
            for (Contribution contribution : explanation.contributions()) {
                assertThat(documentation)
                        .contains(String.format(
                                Locale.ROOT, "| %s | %+.2f |", contribution.feature(), contribution.amount()));
            }
        }
    }

    private static Table row(Model model) {
        return Fixture.table(model, "[{\"variance\":0.5,\"skewness\":-2.0,\"curtosis\":1.5,\"entropy\":-0.5}]");
    }

    private static Table data(Model model) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("data/banknote.csv"));
        String[] names = lines.get(0).split(",", -1);
        return Fixture.table(
                model,
                lines.stream()
                        .skip(1)
                        .map(line -> line.split(","))
                        .map(cells -> IntStream.range(0, 4)
                                .mapToObj(i -> "\"" + names[i] + "\":" + cells[i])
                                .collect(Collectors.joining(",", "{", "}")))
                        .collect(Collectors.joining(",", "[", "]")));
    }
}
