package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.Sha256;
import dev.onward.table.TableBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {

    private static final Path DATA = Path.of("data", "banknote.csv");
    private static final Path CARD = Path.of("data", "banknote.card.json");
    private static final StringWriter REPORT = new StringWriter();

    private static Path out;
    private static ModelCard card;

    @BeforeAll
    static void train(@TempDir Path folder) {
        out = folder.resolve("model.onnx");
        card = Training.run(
                Training.Request.of(DATA, "class", out).withCard(Optional.of(CARD)), new PrintWriter(REPORT, true));
    }

    /** If this fails for a good reason, train again by the command in the README and commit the result. */
    @Test
    void reproducesTheCommittedModel() {
        Path committed = Path.of("model.onnx");

        assertThat(out).hasSameBinaryContentAs(committed);
    }

    @Test
    void makesNoErrorInCrossValidation() {
        Map<String, Map<String, Long>> counts = card.confusion().orElseThrow().counts();

        assertThat(counts).isEqualTo(Map.of("0", Map.of("0", 762L, "1", 0L), "1", Map.of("0", 0L, "1", 610L)));
        assertThat(metric("errors")).isZero();
        assertThat(metric("accuracy")).isEqualTo(1);
        assertThat(metric("AUC")).isEqualTo(1);
        assertThat(metric("log-loss")).isLessThan(0.003);
        assertThat(metric("Brier score")).isLessThan(0.001);
    }

    @Test
    void namesTheSourceOfTheDataButNotItsPath() {
        DataSource source = card.data().orElseThrow();

        assertThat(source.sha256()).contains("a4e6eb57f00dc0c5696badf6553001e8871644b5b98ab1b2869054af1d255125");
        assertThat(source.rows()).hasValue(1372);
        assertThat(source.license()).contains("CC BY 4.0");
        assertThat(card.toJson()).doesNotContain("banknote.csv");
    }

    @Test
    void writesTheCardThatItReturns() {
        try (Model model = Model.open(out)) {
            assertThat(model.card().toJson()).isEqualTo(card.toJson());
        }
    }

    @Test
    void agreesWithItsOwnArithmeticOnEveryRow() {
        Retrained own = Retrained.of(DATA, "class", Optional.of(CARD), card);

        try (Model model = Model.open(out)) {
            Prediction.Classes answers = (Prediction.Classes) model.predict(own.table());

            for (int row = 0; row < answers.rows(); row++) {
                assertThat(answers.label(row).name())
                        .isEqualTo(own.expected(row).label().orElseThrow());
                // An answer between 0 and 1 as a 32-bit float is off by 6e-8 at most.
                for (int i = 0; i < 2; i++) {
                    String label = card.labels().get(i).name();
                    assertThat(answers.scores().orElseThrow().get(row, i))
                            .isCloseTo(own.probability(row, label), within(1e-7));
                }
            }
        }
    }

    @Test
    void predictsProbabilitiesFarOutsideTheData() {
        List<String> far = List.of("1e30", "-1e30", "3.4e38", "-3.4e38", "0");
        try (Model model = Model.open(out)) {
            TableBuilder builder = new TableBuilder(model.schema());
            for (int i = 0; i < 625; i++) {
                builder.startRow(i + 1L);
                for (int feature = 0, rest = i; feature < 4; feature++, rest /= 5) {
                    builder.text(feature, far.get(rest % 5));
                }
                builder.endRow();
            }

            Prediction.Classes answers = (Prediction.Classes) model.predict(builder.build());

            for (int row = 0; row < answers.rows(); row++) {
                double sum = answers.scores().orElseThrow().get(row, 0)
                        + answers.scores().orElseThrow().get(row, 1);
                assertThat(sum).isCloseTo(1, within(1e-6));
            }
        }
    }

    @Test
    void reportsItsProgressAndItsResult() throws Exception {
        String[] lines = REPORT.toString().split("\\R");

        assertThat(lines)
                .contains(
                        DATA + ": 1372 rows (1348 distinct), 4 features",
                        "  class 0: 762 rows",
                        "  degree 2, L2 0.01    log-loss 0.001770, errors 0",
                        "Chosen: degree 2, L2 0.01",
                        "  accuracy     1",
                        "  predicted                  0             1",
                        "  true 0                   762             0",
                        "  true 1                     0           610");
        assertThat(lines[lines.length - 1])
                .isEqualTo("Wrote " + out + ": " + Files.size(out) + " bytes, sha256 "
                        + Sha256.hex(Files.readAllBytes(out)));
    }

    @Test
    void boundsTheErrorRate() {
        assertThat(card.notes())
                .contains(
                        "In cross-validation, 0 of 1348 distinct rows were misclassified; the error rate on similar rows"
                                + " is below 0.222 % with 95 % confidence.");
    }

    private static double metric(String name) {
        return card.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(Metric::value)
                .findFirst()
                .orElseThrow();
    }
}
