package dev.onward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import dev.onward.table.DataType;
import dev.onward.table.InvalidInputException;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every estimator on columns of every type, from the CSV file to the predictions of the written model. */
class EstimatorsTest {

    private static final List<String> COLOURS = List.of("red", "green", "blue");

    private final Path data;
    private final Path card;
    private final Path out;
    private final StringWriter report = new StringWriter();

    EstimatorsTest(@TempDir Path folder) {
        data = folder.resolve("x.csv");
        card = folder.resolve("x.card.json");
        out = folder.resolve("model.onnx");
    }

    @Test
    void trainsManyClasses() throws IOException {
        rows("a,b,kind", 120, i -> {
            double a = i * 37 % 120 / 10.0;
            double b = i * 53 % 97 / 10.0;
            String kind = a + b < 7 ? "low" : i % 10 == 0 || a + b < 12 ? "mid" : "top";
            return a + "," + b + "," + kind;
        });

        ModelCard trained = train("kind");

        assertThat(trained.task()).contains(Task.CLASSIFICATION);
        assertThat(trained.labels()).extracting(label -> label.name()).containsExactly("low", "mid", "top");
        assertThat(trained.metrics()).extracting(Metric::name).containsExactly("accuracy", "errors", "log-loss");
        assertThat(trained.confusion().orElseThrow().counts().keySet()).containsExactly("low", "mid", "top");
        assertThat(trained.examples()).extracting(ModelCard.Example::title).containsExactly("low", "mid", "top");
        assertThat(trained.method().orElseThrow())
                .startsWith("Multinomial logistic regression (softmax) on the standardised features");
        assertThat(report.toString()).contains("  kind mid: ").contains("true low");
        predictsLikeTraining("kind", trained);
    }

    @Test
    void trainsNumbers() throws IOException {
        rows("a,b,price", 80, i -> {
            double a = i * 37 % 80 / 10.0;
            double b = i * 53 % 71 / 10.0;
            return a + "," + b + "," + (1000 + 30 * a - 20 * a * b + i % 7);
        });

        ModelCard trained = train("price");

        assertThat(trained.task()).contains(Task.REGRESSION);
        assertThat(trained.labels()).isEmpty();
        assertThat(trained.values()).containsExactly(Value.of("price"));
        assertThat(trained.confusion()).isEmpty();
        assertThat(trained.metrics()).extracting(Metric::name).containsExactly("R2", "RMSE", "MAE");
        assertThat(trained.metrics().get(0).value()).isGreaterThan(0.99);
        assertThat(trained.metrics().get(0).protocol())
                .contains("10-fold cross-validation over all 80 rows; each row is predicted by a model fitted to the"
                        + " other folds (including the scaling); equal rows are in the same fold; stratified by low,"
                        + " middle and high values; shuffled with seed 1; degree and L2 were chosen on the same"
                        + " folds");
        assertThat(trained.method().orElseThrow())
                .isEqualTo("Ridge regression on the standardised features, their squares and pairwise products"
                        + " (degree 2, L2 0.01). The weights minimise half the squared error summed over the rows plus"
                        + " L2/2 times the sum of their squares; the intercept is not regularised. The degree (1 or 2)"
                        + " and L2 (100, 10, 1, 0.1, 0.01) were chosen to minimise the RMSE in 10-fold"
                        + " cross-validation, with ties resolved in favour of the simpler model.");
        assertThat(trained.examples())
                .extracting(ModelCard.Example::title)
                .containsExactly("price: low", "price: middle", "price: high");
        predictsLikeTraining("price", trained);
    }

    @Test
    void trainsOnNumbersAndCategories() throws IOException {
        rows("size;colour;weight", 90, i -> {
            double size = i * 37 % 90 / 10.0;
            return text(size) + ";" + COLOURS.get(i % 3) + ";" + text(size * (i % 3 + 1) + i % 5 / 10.0);
        });

        ModelCard trained = train("weight");

        FeatureCard colour = trained.features().get(1);
        assertThat(colour.type()).contains(DataType.STRING);
        assertThat(colour.categories()).containsExactly("blue", "green", "red");
        assertThat(colour.observed()).isEmpty();
        // The slope of the number depends on the category, which only products of both can express.
        assertThat(trained.method().orElseThrow())
                .startsWith("Ridge regression on the standardised numbers and the one-hot encoded categories, the"
                        + " squares of the numbers and the pairwise products of columns of different features");
        assertThat(trained.metrics().get(0).value()).isGreaterThan(0.99);
        assertThat(report.toString()).contains("  colour: 3 categories");
        assertThat(goldenValues(trained, "colour")).contains("blue", "green", "red");
        predictsLikeTraining("weight", trained);
    }

    @Test
    void trainsOnCategoriesAlone() throws IOException {
        rows("shape,colour,class", 120, i -> {
            String shape = i % 4 < 2 ? "round" : "square";
            return shape + i % 20 + "," + COLOURS.get(i / 4 % 3) + "," + (i % 4 < 2 == i % 20 > 3 ? "y" : "n");
        });

        ModelCard trained = train("class");

        assertThat(trained.method().orElseThrow()).startsWith("Logistic regression on the one-hot encoded categories");
        predictsLikeTraining("class", trained);
    }

    @Test
    void refusesACategoryThatWasNotInTheData() throws IOException {
        rows("size,colour,class", 60, i -> i * 7 % 60 + "," + COLOURS.get(i % 3) + "," + i % 2);
        train("class");

        try (Model model = Model.open(out)) {
            TableBuilder builder = new TableBuilder(model.schema());
            builder.startRow(0);
            builder.text(0, "1");
            builder.text(1, "grey");
            builder.endRow();

            assertThatThrownBy(builder::build)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("colour: expected one of \"blue\", \"green\", \"red\", got \"grey\"");
        }
    }

    /** The server refuses such a row earlier; other programs run the file without the server. */
    @Test
    void failsInTheGraphOnACategoryThatWasNotInTheData() throws IOException, OrtException {
        rows("colour,size,class", 60, i -> COLOURS.get(i % 3) + "," + i * 7 % 60 + "," + i % 2);
        train("class");

        OrtEnvironment runtime = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "onward");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            try (OrtSession session = runtime.createSession(Files.readAllBytes(out), options);
                    OnnxTensor size = OnnxTensor.createTensor(runtime, new float[][] {{1}});
                    OnnxTensor colour = OnnxTensor.createTensor(runtime, new String[][] {{"grey"}})) {

                assertThatThrownBy(() -> session.run(Map.of("size", size, "colour", colour)))
                        .isInstanceOf(OrtException.class)
                        .hasMessageContaining("Unknown Category");
            }
        }
    }

    @Test
    void appliesTheCardToColumns() throws IOException {
        Files.writeString(card, """
                {"columns": {"": {"drop": true},
                             "No.": {"drop": true},
                             "Done": {"rename": "research", "map": {"0": "No", "1": "Yes", "": "No"}},
                             "Chance of Admit": {"rename": "chance"}},
                 "values": [{"name": "chance", "title": "Chance", "unit": "%"}],
                 "features": [{"name": "research", "categories": ["Yes", "No"], "title": "Research"},
                              {"name": "grade", "type": "integer"},
                              {"name": "code", "type": "string"},
                              {"name": "abroad", "type": "boolean"}]}""");
        rows(",No., grade ,code,Done,abroad,Chance of Admit ", 60, i -> {
            String done = i % 3 == 0 ? "1" : i % 3 == 1 ? "0" : "";
            boolean abroad = i % 5 == 0;
            double chance = i % 20 / 40.0 + (i % 3 == 0 ? 0.2 : 0) + (abroad ? 0.1 : 0) + i % 4 / 100.0;
            return i + ",x" + i + "," + i % 20 + "," + i % 2 + "," + done + "," + abroad + "," + chance;
        });

        ModelCard trained = train("Chance of Admit");

        assertThat(trained.features())
                .extracting(FeatureCard::name)
                .containsExactly("grade", "code", "research", "abroad");
        assertThat(trained.features())
                .extracting(feature -> feature.type().orElseThrow())
                .containsExactly(DataType.INTEGER, DataType.STRING, DataType.STRING, DataType.BOOLEAN);
        assertThat(trained.features().get(1).categories()).containsExactly("0", "1");
        assertThat(trained.features().get(2).title()).isEqualTo("Research");
        assertThat(trained.features().get(2).categories()).containsExactly("Yes", "No");
        assertThat(trained.values()).containsExactly(new Value("chance", "Chance", Optional.of("%")));
        assertThat(trained.columns()).containsOnlyKeys("", "No.", "Done", "Chance of Admit");
        assertThat(goldenValues(trained, "abroad")).contains(true, false);
        assertThat(goldenValues(trained, "grade")).contains(0L, 19L);
        predictsLikeTraining("chance", trained);
    }

    @Test
    void givesTheSameBytesTwice() throws IOException {
        rows("size,colour,kind", 90, i -> i * 37 % 90 + "," + COLOURS.get(i * 7 % 3) + "," + COLOURS.get(i % 30 / 10));

        train("kind");
        byte[] once = Files.readAllBytes(out);
        train("kind");

        assertThat(out).hasBinaryContent(once);
    }

    @Test
    void takesTheTaskFromTheCardOrTheCommand() throws IOException {
        rows("a,n", 60, i -> i * 37 % 60 + "," + i % 3);
        assertThat(train("n").task()).contains(Task.CLASSIFICATION);

        assertThat(train("n", Optional.of(Task.REGRESSION)).task()).contains(Task.REGRESSION);
        Files.writeString(card, "{\"task\": \"regression\"}");
        assertThat(train("n").task()).contains(Task.REGRESSION);
        Files.writeString(card, "{\"values\": [{\"name\": \"n\", \"unit\": \"m\"}]}");
        assertThat(train("n").values()).containsExactly(new Value("n", "n", Optional.of("m")));
        assertThat(train("n", Optional.of(Task.REGRESSION)).task()).contains(Task.REGRESSION);
    }

    @Test
    void writesNoRowOfConfidentialData() throws IOException {
        IntFunction<String> features = i -> (1 + i * 37 % 89 + 0.5) + "," + (i * 53 % 83 + 0.25);
        rows("a,b,class", 60, i -> features.apply(i) + "," + i * 7 % 3);
        Files.writeString(card, "{\"data\": {\"confidential\": true}}");

        ModelCard trained = train("class");

        assertThat(trained.data().orElseThrow().confidential()).isTrue();
        assertThat(trained.examples())
                .extracting(ModelCard.Example::title)
                .containsExactly("Synthetic: mean and most frequent values");
        assertThat(trained.golden().orElseThrow().rows().stream()
                        .map(row -> row.row().get("a") + "," + row.row().get("b")))
                .hasSize(5)
                .doesNotContainAnyElementsOf(
                        IntStream.range(0, 60).mapToObj(features).toList());
    }

    @Test
    void writesOnlyTheCardsExamplesOfConfidentialData() throws IOException {
        rows("a,class", 60, i -> i * 37 % 89 + "," + i % 2);
        Files.writeString(card, """
                {"data": {"confidential": true}, "examples": [{"title": "mine", "row": {"a": 7.5}}]}""");

        ModelCard trained = train("class");

        assertThat(trained.examples()).extracting(ModelCard.Example::title).containsExactly("mine");
        assertThat(goldenValues(trained, "a")).startsWith(7.5).hasSize(4).doesNotContain(0.0, 88.0);
    }

    @Test
    void predictsFiniteValuesFarOutsideTheData() throws IOException {
        rows("a,b,y", 60, i -> {
            double a = i * 37 % 60 - 30;
            return a + "," + i % 7 + "," + a * a + "e33";
        });
        train("y");

        try (Model model = Model.open(out)) {
            TableBuilder builder = new TableBuilder(model.schema());
            for (String far : List.of("3e38", "-3e38")) {
                builder.startRow(0);
                builder.text(0, far);
                builder.text(1, far);
                builder.endRow();
            }
            Prediction.Values answers = (Prediction.Values) model.predict(builder.build());

            assertThat(answers.numbers().get(0, 0)).isEqualTo(Float.MAX_VALUE);
            assertThat(answers.numbers().get(1, 0)).isEqualTo(Float.MAX_VALUE);
        }
    }

    private void predictsLikeTraining(String target, ModelCard trained) {
        Retrained own = Retrained.of(data, target, optionalCard(), trained);
        try (Model model = Model.open(out)) {
            Prediction answers = model.predict(own.table());
            for (int row = 0; row < answers.rows(); row++) {
                answers.<IntConsumer>match(
                                classes -> i -> isLikeTraining(classes, i, own, trained),
                                values -> i -> isLikeTraining(values, i, own),
                                outputs -> i -> {
                                    throw new AssertionError("expected classes or values");
                                })
                        .accept(row);
            }
        }
    }

    private static void isLikeTraining(Prediction.Values values, int row, Retrained own) {
        double expected = own.expected(row).value().orElseThrow();
        // A 32-bit float is off by 6e-8 of its own size.
        assertThat(values.numbers().get(row, 0)).isCloseTo(expected, within(Math.max(1e-7, 1e-7 * Math.abs(expected))));
    }

    private static void isLikeTraining(Prediction.Classes classes, int row, Retrained own, ModelCard trained) {
        assertThat(classes.areProbabilities()).isTrue();
        assertThat(classes.label(row).name())
                .isEqualTo(own.expected(row).label().orElseThrow());
        for (int i = 0; i < trained.labels().size(); i++) {
            String label = trained.labels().get(i).name();
            assertThat(classes.scores().orElseThrow().get(row, i)).isCloseTo(own.probability(row, label), within(1e-7));
        }
    }

    private static List<Object> goldenValues(ModelCard card, String feature) {
        return card.golden().orElseThrow().rows().stream()
                .map(GoldenRow::row)
                .map(row -> row.getOrDefault(feature, "none"))
                .toList();
    }

    private static String text(double number) {
        return Double.toString(number).replace('.', ',');
    }

    private void rows(String header, int count, IntFunction<String> row) throws IOException {
        Files.writeString(
                data, header + "\n" + IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n")) + "\n");
    }

    private ModelCard train(String target) {
        return train(target, Optional.empty());
    }

    private ModelCard train(String target, Optional<Task> task) {
        return Training.run(
                Training.Request.of(data, target, out).withCard(optionalCard()).withTask(task),
                new PrintWriter(report, true));
    }

    private Optional<Path> optionalCard() {
        return Files.exists(card) ? Optional.of(card) : Optional.empty();
    }
}
