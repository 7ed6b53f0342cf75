package dev.onward.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.ByteString;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.runtime.ModelException;
import dev.onward.table.Range;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {

    private static final Path CATBOOST = Path.of("src/test/resources/interop/catboost-missing-binary/model.onnx");

    private static final Path SHIPPED = Path.of("model.onnx");

    /** A few units in the last place of a 32-bit float: the same graph in another order of its sums. */
    private static final double FLOAT = 1e-6;

    private static byte[] file;
    private static Model model;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void open() throws IOException {
        file = Files.readAllBytes(SHIPPED);
        model = Model.open(SHIPPED);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** CatBoost's version is a text of several lines. */
    @Test
    void namesTheProducerInOneLine() {
        try (Model model = Model.open(CATBOOST)) {
            assertThat(model.producer()).contains("CatBoost 1.2.10");
        }
    }

    @Test
    void knowsItselfByItsCardAndItsBytes() throws NoSuchAlgorithmException {
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));

        assertThat(model.name()).isEqualTo("banknote");
        assertThat(model.version()).isEqualTo("1");
        assertThat(model.sha256()).isEqualTo(sha256);
        assertThat(model.card().labels()).containsExactly(new Label("0", "genuine"), new Label("1", "forged"));
        assertThat(model.schema().names()).containsExactly("variance", "skewness", "curtosis", "entropy");
    }

    @Test
    void takesNoNumberThatItsInputsCannotHold() {
        assertThat(model.schema().features())
                .allMatch(feature -> feature.accepts().equals(Range.FLOAT));
    }

    @Test
    void answersEveryRowInItsPlace() {
        Table table = table(model, "3.6216,8.6661,-2.8073,-0.44699", "-1.3971,3.3191,-1.3927,-1.9948");

        Prediction.Classes answers = (Prediction.Classes) model.predict(table);

        assertThat(answers.rows()).isEqualTo(2);
        assertThat(answers.label(0)).isEqualTo(new Label("0", "genuine"));
        assertThat(answers.label(1)).isEqualTo(new Label("1", "forged"));
        assertThat(answers.areProbabilities()).isTrue();
        assertThat(answers.scores().orElseThrow().isSingle()).isTrue();
        for (int row = 0; row < 2; row++) {
            assertThat(answers.scores().orElseThrow().get(row, 0)
                            + answers.scores().orElseThrow().get(row, 1))
                    .isCloseTo(1, within(FLOAT));
            assertThat(answers.scores().orElseThrow().get(row, row)).isGreaterThan(0.9);
        }
    }

    @Test
    void answersARowTheSameAloneAndAmongOthers() {
        String[] rows = new String[1_000];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row * 0.01 - 5 + "," + row * -0.01 + ",0.5," + row % 7;
        }
        Prediction.Classes together = (Prediction.Classes) model.predict(table(model, rows));

        for (int row : new int[] {0, 1, 500, 999}) {
            Prediction.Classes alone = (Prediction.Classes) model.predict(table(model, rows[row]));
            assertThat(alone.label(0)).isEqualTo(together.label(row));
            assertThat(alone.scores().orElseThrow().get(0, 0))
                    .isCloseTo(together.scores().orElseThrow().get(row, 0), within(FLOAT));
        }
    }

    @Test
    void answersNoRowsWithNoAnswers() {
        Prediction.Classes none = (Prediction.Classes) model.predict(new TableBuilder(model.schema()).build());

        assertThat(none.rows()).isZero();
        assertThat(none.labels()).isEqualTo(model.card().labels());
    }

    @Test
    void isNamedByItsFileIfItsCardDoesNotSay() {
        byte[] nameless = withCard(card().replace("\"name\":\"banknote\",", ""));

        try (Model byFile = Model.open(nameless, "some/folder/notes.v2.onnx");
                Model byOtherFile = Model.open(nameless, "C:\\models\\notes")) {
            assertThat(byFile.name()).isEqualTo("notes.v2");
            assertThat(byOtherFile.name()).isEqualTo("notes");
        }
    }

    @Test
    void hasTheVersionOfItsCard() {
        byte[] second = withCard(card().replace("\"name\":\"banknote\",", "\"name\":\"n\",\"version\":\"2\","));

        try (Model opened = Model.open(second, "x.onnx")) {
            assertThat(opened.name()).isEqualTo("n");
            assertThat(opened.version()).isEqualTo("2");
        }
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path missing = folder.resolve("missing.onnx");

        assertThatThrownBy(() -> Model.open(missing))
                .isInstanceOf(ModelException.class)
                .hasMessage(missing + ": expected a model file, found no file");
        assertThatThrownBy(() -> Model.open(folder))
                .isInstanceOf(ModelException.class)
                .hasMessage(folder + ": expected a model file, found a folder; name a file in it");
    }

    @Test
    void refusesAFileThatIsNoModel() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        Path garbage = Files.writeString(folder.resolve("garbage.onnx"), "garbage");
        Path half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(file, file.length / 2));

        for (Path path : List.of(empty, garbage, half)) {
            assertThatThrownBy(() -> Model.open(path))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(path + ": not an ONNX model")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void readsAModelWithoutACardByItsGraphAlone() {
        byte[] bare = proto().toBuilder().clearMetadataProps().build().toByteArray();

        try (Model opened = Model.open(bare, "x.onnx")) {
            Prediction.Classes answer =
                    (Prediction.Classes) opened.predict(table(opened, "3.6216,8.6661,-2.8073,-0.44699"));

            assertThat(opened.schema().names()).containsExactly("variance", "skewness", "curtosis", "entropy");
            assertThat(answer.labels()).containsExactly(new Label("0", ""), new Label("1", ""));
            assertThat(answer.areProbabilities()).isTrue();
            assertThat(opened.verifiedRows()).isZero();
            assertThat(opened.recognition())
                    .containsExactly(
                            "inputs variance, skewness, curtosis, entropy: float [batch, 1] each, features with the same"
                                    + " names",
                            "output \"label\": the predicted class; classes named by Gather",
                            "output \"probabilities\": probabilities (from Sigmoid) of 2 classes (0, 1), named by Gather");
        }
    }

    @Test
    void refusesACardThatIsNone() {
        assertRefused(
                withCard("{\"titles\":\"x\"}"),
                "x.onnx, entry dev.onward.card: unknown entry \"titles\", did you mean \"title\"?");
        assertRefused(withCard("null"), "x.onnx, entry dev.onward.card: expected an object, got null");
    }

    @Test
    void namesEveryFeatureThatDoesNotFitTheGraph() {
        assertRefused(
                withCard("{\"features\":[{\"name\":\"variance\"},{\"name\":\"skewness\",\"type\":\"string\"},"
                        + "{\"name\":\"width\"},{\"name\":\"k\",\"input\":\"curtosi\"}]}"),
                "x.onnx: the card does not match the graph:"
                        + " feature \"width\": the graph has no input \"width\";"
                        + " feature \"k\": the graph has no input \"curtosi\", did you mean \"curtosis\"?;"
                        + " input \"curtosis\": the card has no feature for it;"
                        + " input \"entropy\": the card has no feature for it;"
                        + " feature \"skewness\": expected a type that fits float [batch, 1], got string");
    }

    @Test
    void refusesATaskAndLabelsThatTheGraphDoesNotHave() {
        assertRefused(
                withCard("{\"task\":\"regression\"}"),
                "x.onnx: the card does not match the graph:"
                        + " the card's task is regression: expected the graph to output only floating-point numbers,"
                        + " got \"label\" (text [rows, 1]), \"probabilities\" (float [rows, 2])");
        assertRefused(
                withCard("{\"labels\":[{\"name\":\"0\"},{\"name\":\"genuine\"}]}"),
                "x.onnx: the card does not match the graph: expected the labels \"0\", \"1\", got \"0\", \"genuine\"");
        assertRefused(
                withCard("{\"labels\":[{\"name\":\"0\"},{\"name\":\"0\"}]}"),
                "x.onnx: the card does not match the graph: expected unique labels");
    }

    @Test
    void refusesFeaturesOfOneName() {
        byte[] twice = withCard(card().replace("{\"name\":\"skewness\",", "{\"name\":\"variance\","));

        assertThatThrownBy(() -> Model.open(twice, "x.onnx"))
                .isInstanceOf(ModelException.class)
                .message()
                .startsWith("x.onnx: ");
    }

    @Test
    void servesAModelWithoutGoldenRowsAsOneThatWasNotVerified() {
        try (Model opened = Model.open(withGolden("{\"tolerance\":1e-6,\"rows\":[]}"), "x.onnx")) {
            assertThat(opened.verifiedRows()).isZero();
        }
        assertThat(model.verifiedRows()).isEqualTo(11);
    }

    @Test
    void refusesGoldenRowsThatItDoesNotReproduceAndGivesTheDifferences() {
        byte[] other =
                withGolden("{\"tolerance\":0.125,\"rows\":[" + golden("3.6216,8.6661,-2.8073,-0.44699", "1", "0", 0.5)
                        + "," + golden("-1.3971,3.3191,-1.3927,-1.9948", "1", "1", 1) + "]}");
        Prediction.Classes answers = (Prediction.Classes) model.predict(table(model, "3.6216,8.6661,-2.8073,-0.44699"));

        assertRefused(
                other,
                "x.onnx: does not reproduce its golden rows: row 1, label: expected \"1\", got \"0\";"
                        + " row 1, probability of \"0\": expected 0.5 to within 0.125, got "
                        + answers.scores().orElseThrow().get(0, 0)
                        + "; copy the file again or, if its graph was changed on purpose, add new golden rows with"
                        + " \"onward annotate\"");
    }

    @Test
    void refusesAGoldenProbabilityOfALabelThatItDoesNotHave() {
        byte[] other = withGolden(
                "{\"tolerance\":1,\"rows\":[" + golden("3.6216,8.6661,-2.8073,-0.44699", "0", "genuine", 0.5) + "]}");

        assertRefused(
                other,
                "x.onnx: does not reproduce its golden rows:"
                        + " row 1, probability of \"genuine\": expected 0.5 to within 1.0, got no value with this name"
                        + "; copy the file again or, if its graph was changed on purpose, add new golden rows with"
                        + " \"onward annotate\"");
    }

    @Test
    void givesTheFirstDifferencesOfMany() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(golden("3.6216,8.6661,-2.8073,-0.44699", "1", "0", 1));
        }

        assertThatThrownBy(() -> Model.open(
                        withGolden("{\"tolerance\":0.1,\"rows\":[" + String.join(",", rows) + "]}"), "x.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("; row 5, label: expected \"1\", got \"0\"; and 15 more; copy the file again");
    }

    @Test
    void refusesGoldenRowsThatDoNotFitItsFeatures() {
        assertRefused(
                withGolden("{\"tolerance\":1,\"rows\":[{\"row\":{\"variance\":\"x\",\"skewness\":[1],\"curtosis\":true,"
                        + "\"entropi\":1},\"expected\":{}}]}"),
                "x.onnx: the golden rows do not match the features: row 1, variance: expected a number, got the string"
                        + " \"x\" (and 4 more); correct the card and add it with \"onward annotate\"");
    }

    @Test
    void refusesToAnswerOnceClosed() {
        Model closed = Model.open(file, "x.onnx");
        Table table = table(closed, "1,2,3,4");
        closed.close();

        assertThatThrownBy(() -> closed.predict(table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
        closed.close();
    }

    @Test
    void refusesToAnswerOnceClosedAlsoIfItWasSimplified() {
        Model closed = Model.open(file, "x.onnx");
        Table table = table(closed, "1,2,3,4");
        closed.simplify();
        assertThat(closed.predict(table).rows()).isEqualTo(1);
        closed.close();

        assertThatThrownBy(() -> closed.predict(table))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
        closed.simplify();
        closed.close();
    }

    @Test
    void waitsForThoseWhoAreAskingWhenItIsClosed() throws InterruptedException, ExecutionException {
        Model shared = Model.open(file, "x.onnx");
        Table table = table(shared, "3.6216,8.6661,-2.8073,-0.44699", "-1.3971,3.3191,-1.3927,-1.9948");
        int threads = 8;
        CountDownLatch underWay = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> answered = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                answered.add(executor.submit(() -> askUntilClosed(shared, table, underWay)));
            }
            assertThat(underWay.await(10, TimeUnit.SECONDS)).isTrue();
            shared.close();

            for (Future<Integer> count : answered) {
                assertThat(count.get()).isPositive();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** Returns how many answers came before the model was closed; anything but right answers fails. */
    private static int askUntilClosed(Model shared, Table table, CountDownLatch underWay) {
        int answered = 0;
        try {
            while (true) {
                Prediction.Classes answers = (Prediction.Classes) shared.predict(table);
                assertThat(answers.label(0).name()).isEqualTo("0");
                assertThat(answers.label(1).name()).isEqualTo("1");
                if (answered++ == 0) {
                    underWay.countDown();
                }
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the model is closed");
            return answered;
        }
    }

    private static void assertRefused(byte[] model, String message) {
        assertThatThrownBy(() -> Model.open(model, "x.onnx"))
                .isInstanceOf(ModelException.class)
                .hasMessage(message);
    }

    private static Table table(Model model, String... rows) {
        TableBuilder builder = new TableBuilder(model.schema());
        for (String row : rows) {
            builder.startRow(0);
            String[] cells = row.split(",", -1);
            for (int i = 0; i < cells.length; i++) {
                builder.text(i, cells[i]);
            }
            builder.endRow();
        }
        return builder.build();
    }

    private static String card() {
        return model.card().toJson();
    }

    private static byte[] withGolden(String golden) {
        String card = card();
        return withCard(card.substring(0, card.indexOf(",\"golden\":")) + ",\"golden\":" + golden + "}");
    }

    private static String golden(String cells, String label, String probabilityOf, double probability) {
        String[] values = cells.split(",", -1);
        return "{\"row\":{\"variance\":" + values[0] + ",\"skewness\":" + values[1] + ",\"curtosis\":" + values[2]
                + ",\"entropy\":" + values[3] + "},\"expected\":{\"label\":\"" + label + "\",\"probabilities\":{\""
                + probabilityOf + "\":" + probability + "}}}";
    }

    /** The shipped model with another card. */
    private static byte[] withCard(String card) {
        return proto().toBuilder()
                .clearMetadataProps()
                .addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(ModelCard.KEY)
                        .setValueBytes(ByteString.copyFrom(card, StandardCharsets.UTF_8)))
                .build()
                .toByteArray();
    }

    private static ModelProto proto() {
        try {
            return ModelProto.parseFrom(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
