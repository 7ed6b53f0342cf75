package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns with unusual names and values. */
class OddDataTest {

    private final Path folder;

    OddDataTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void trainsOnColumnsOfAnyNameAndSize() throws IOException {
        StringBuilder csv = new StringBuilder("//scaled;year;huge;tiny;constant;ja?\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i * 37 % 60 / 8.0).append(';');
            csv.append(2000 + i / 3).append(';');
            csv.append(i * 17 % 23 - 11).append("e36;");
            csv.append(i * 29 % 31).append("e-30;");
            csv.append("7,5;").append(i % 7 < i / 10 ? "ja" : "nein").append('\n');
        }

        ModelCard card = train(csv.toString(), "ja?", Optional.empty());

        assertThat(card.labels()).containsExactly(new Label("ja", "ja"), new Label("nein", "nein"));
        assertThat(card.features().stream().map(FeatureCard::name))
                .containsExactly("//scaled", "year", "huge", "tiny", "constant");
        assertThat(card.features().get(1).step()).isEqualTo(OptionalDouble.of(1));
        assertThat(card.features().get(4).observed().orElseThrow().standardDeviation())
                .isZero();
        assertThat(card.notes()).contains("Constant columns, which do not influence predictions: constant.");
    }

    /** Only the last two of eight digits differ; scaling in single precision would lose them. */
    @Test
    void keepsTheDigitsOfAColumnFarFromZero() throws IOException {
        StringBuilder csv = new StringBuilder("seconds,late\n");
        for (int i = 0; i < 100; i++) {
            csv.append(16_000_000 + i)
                    .append(',')
                    .append(i < 48 || i == 60 ? 0 : 1)
                    .append('\n');
        }

        ModelCard card = train(csv.toString(), "late", Optional.empty());

        Retrained own = Retrained.of(folder.resolve("x.csv"), "late", Optional.empty(), card);
        try (Model model = Model.open(folder.resolve("model.onnx"))) {
            Prediction.Classes answers = (Prediction.Classes) model.predict(own.table());
            for (int row = 0; row < answers.rows(); row++) {
                double expected = own.probability(row, "1");
                assertThat(answers.scores().orElseThrow().get(row, 1)).isCloseTo(expected, within(1e-7));
            }
        }
    }

    @Test
    void keepsTheEntriesOfTheCard() throws IOException {
        Path given = folder.resolve("x.card.json");
        Files.writeString(given, """
                {"name": "tide", "version": "3",
                 "labels": [{"name": "0"}, {"name": "1", "title": "high"}],
                 "features": [{"name": "b", "title": "Depth", "unit": "m", "step": 0.5}],
                 "examples": [{"title": "mine", "row": {"b": 2, "a": 1.5}}],
                 "notes": ["first"]}""");
        StringBuilder csv = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(',')
                    .append(i % 5 + 0.25)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }

        ModelCard card = train(csv.toString(), "c", Optional.of(given));

        FeatureCard depth = card.features().get(1);
        assertThat(card.name()).contains("tide");
        assertThat(card.version()).contains("3");
        assertThat(card.labels()).containsExactly(new Label("0", "0"), new Label("1", "high"));
        assertThat(depth.title()).isEqualTo("Depth");
        assertThat(depth.unit()).contains("m");
        assertThat(depth.step()).isEqualTo(OptionalDouble.of(0.5));
        assertThat(depth.observed().orElseThrow().maximum()).isEqualTo(4.25);
        assertThat(card.examples()).extracting(ModelCard.Example::title).containsExactly("mine");
        assertThat(card.notes().get(0)).isEqualTo("first");
        assertThat(card.data().orElseThrow().name()).contains("x.csv");
    }

    private ModelCard train(String csv, String target, Optional<Path> card) throws IOException {
        Path data = folder.resolve("x.csv");
        Files.writeString(data, csv);
        return Training.run(
                Training.Request.of(data, target, folder.resolve("model.onnx")).withCard(card),
                new PrintWriter(Writer.nullWriter()));
    }
}
