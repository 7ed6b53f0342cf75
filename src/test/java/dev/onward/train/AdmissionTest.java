package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The committed example model. Its data is not committed, so it cannot be trained again here. */
class AdmissionTest {

    private static final Path FOLDER = Path.of("docs", "examples");
    private static final Model MODEL = Model.open(FOLDER.resolve("admission.onnx"));

    @AfterAll
    static void close() {
        MODEL.close();
    }

    /** The tutorial's least squares, fitted to other rows, predict 0.7240. */
    @Test
    void predictsLikeTheTutorial() {
        TableBuilder builder = new TableBuilder(MODEL.schema());
        List<String> row = List.of("300", "100", "4", "3", "4", "8.90", "Yes");
        builder.startRow(0);
        for (int i = 0; i < row.size(); i++) {
            builder.text(i, row.get(i));
        }
        builder.endRow();

        Prediction.Values answer = (Prediction.Values) MODEL.predict(builder.build());

        assertThat(answer.values().get(0).title()).isEqualTo("Chance of admission");
        assertThat(answer.numbers().get(0, 0)).isCloseTo(0.7240, within(0.02));
    }

    /** The values were measured independently, with other folds. */
    @Test
    void reachesTheKnownQualityOfLinearModels() {
        Map<String, Double> metrics =
                MODEL.card().metrics().stream().collect(Collectors.toMap(Metric::name, Metric::value));

        assertThat(metrics.get("R2")).isCloseTo(0.815, within(0.005));
        assertThat(metrics.get("RMSE")).isCloseTo(0.0607, within(0.0005));
        assertThat(metrics.get("MAE")).isCloseTo(0.0434, within(0.0005));
    }

    @Test
    void keepsTheEntriesOfTheUserCard() throws IOException {
        ModelCard given =
                ModelCard.read(Files.readAllBytes(FOLDER.resolve("admission.card.json")), "admission.card.json");
        ModelCard trained = MODEL.card();

        assertThat(trained.title()).isEqualTo(given.title());
        assertThat(trained.values()).isEqualTo(given.values());
        assertThat(trained.columns()).isEqualTo(given.columns());
        assertThat(trained.examples()).isEqualTo(given.examples());
        assertThat(trained.notes()).containsAll(given.notes());
        assertThat(trained.features())
                .extracting(FeatureCard::title)
                .isEqualTo(given.features().stream().map(FeatureCard::title).toList());
        assertThat(trained.features().get(6).categories()).containsExactly("No", "Yes");
        assertThat(trained.data().orElseThrow().confidential()).isTrue();
    }

    /**
     * Three examples, the lowest and the highest row, the middle, two rows outside the data, and the middle without
     * research.
     */
    @Test
    void replaysSyntheticGoldenRows() {
        assertThat(MODEL.verifiedRows()).isEqualTo(9);
    }
}
