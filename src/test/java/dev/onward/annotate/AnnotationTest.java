package dev.onward.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.runtime.ModelException;
import dev.onward.table.TableBuilder;
import dev.onward.table.TrainingStatistics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationTest {

    private static final Path CASES = Path.of("src/test/resources/interop");
    private static final Path IRIS = CASES.resolve("sklearn-logistic-zipmap/model.onnx");
    private static final Path SURVEY = CASES.resolve("sklearn-mixed-missing/model.onnx");

    private static final String FLOWERS = """
            sepal length,sepal width,petal length,petal width,species
            5.1,3.5,1.4,0.2,0
            4.9,3.0,1.4,0.2,0
            7.0,3.2,4.7,1.4,1.0
            6.4,3.2,4.5,1.5,1
            6.3,3.3,6.0,2.5,1
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void leavesEveryByteOfTheGraphAsItWas() throws IOException {
        Path out = annotate(IRIS, "{\"title\":\"Iris\"}", "");
        Path again = annotate(out, "{\"title\":\"Iris, again\"}", "");

        for (Path annotated : List.of(out, again)) {
            ModelProto before = ModelProto.parseFrom(Files.readAllBytes(IRIS));
            ModelProto after = ModelProto.parseFrom(Files.readAllBytes(annotated));
            assertThat(after.toBuilder().clearMetadataProps().build())
                    .isEqualTo(before.toBuilder().clearMetadataProps().build());
            assertThat(after.getMetadataPropsList())
                    .extracting(entry -> entry.getKey())
                    .containsExactly(ModelCard.KEY);
        }
        byte[] original = Files.readAllBytes(IRIS);
        assertThat(Files.readAllBytes(out)).startsWith(original);
    }

    @Test
    void givesTheSameBytesForTheSameInput() throws IOException {
        byte[] first = Files.readAllBytes(annotate(IRIS, "{\"title\":\"Iris\"}", FLOWERS));
        byte[] second = Files.readAllBytes(annotate(IRIS, "{\"title\":\"Iris\"}", FLOWERS));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void namesTheColumnsOfAMatrixAsTheDataDoes() {
        ModelCard card = card(annotate(IRIS, "", FLOWERS));

        assertThat(card.features())
                .extracting(FeatureCard::name, FeatureCard::column)
                .containsExactly(
                        tuple("sepal length", "f0"),
                        tuple("sepal width", "f1"),
                        tuple("petal length", "f2"),
                        tuple("petal width", "f3"));
        assertThat(card.features().get(0).observed()).contains(new TrainingStatistics(4.9, 7.0, 5.94, 0.806474));
        assertThat(card.examples()).extracting(Example::title).containsExactly("0", "1", "2");
        assertThat(card.metrics())
                .extracting(Metric::name, Metric::value)
                .containsExactly(tuple("accuracy", 0.8), tuple("errors", 1.0));
        assertThat(card.metrics().get(0).protocol())
                .contains("on the 5 rows of data.csv, which the model may have been trained on");
        assertThat(card.golden().orElseThrow().rows()).hasSize(7);
        assertThat(card.data()).as("what the model was trained on").isEmpty();
    }

    @Test
    void takesThePersonsWordOverWhatIsKnown() {
        String said = """
                {"name": "iris", "labels": [{"name": "0", "title": "setosa"}, {"name": "1", "title": "versicolor"},
                 {"name": "2", "title": "virginica"}],
                 "features": [{"name": "sepal_length", "input": "f0", "title": "Sepal length", "unit": "cm"}]}
                """;

        try (Model model = Model.open(annotate(IRIS, said, ""))) {
            assertThat(model.name()).isEqualTo("iris");
            assertThat(model.schema().names()).containsExactly("sepal_length", "f1", "f2", "f3");
            assertThat(model.schema().feature(0).unit()).contains("cm");
            assertThat(answer(model, 5.1, 3.5, 1.4, 0.2).label(0)).isEqualTo(new Label("0", "setosa"));
        }
    }

    @Test
    void keepsWhatAnEarlierCardSaidUnderNewNames() {
        Path first = annotate(IRIS, "", FLOWERS);
        String rename = "{\"features\":[{\"name\":\"sl\",\"input\":\"f0\"}]}";

        ModelCard card = card(annotate(first, rename, ""));

        assertThat(card.features()).extracting(FeatureCard::name).startsWith("sl", "sepal width");
        assertThat(card.features().get(0).observed()).isPresent();
        assertThat(card.examples().get(0).row()).containsKeys("sl", "sepal width");
        assertThat(card.golden().orElseThrow().rows().get(0).row()).containsKeys("sl", "sepal width");
    }

    @Test
    void makesClassesOfLogitsThatACardNames() {
        Path logits = CASES.resolve("pytorch-logits/model.onnx");
        String said = "{\"task\":\"classification\",\"labels\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}";

        try (Model model = Model.open(annotate(logits, said, ""))) {
            Prediction.Classes answer = answer(model, 5.1, 3.5, 1.4, 0.2);
            assertThat(answer.labels()).extracting(Label::name).containsExactly("a", "b", "c");
            assertThat(answer.areProbabilities()).isFalse();
            assertThat(model.verifiedRows()).isPositive();
        }
    }

    @Test
    void readsMissingValuesAndCategoriesAsTheModelDoes() {
        String csv = "ville,age,plan,income,left,id\nLima,,plus,3000,stays,7\n,44,,2500.5,leaves,8\n";
        String said = "{\"columns\":{\"ville\":{\"rename\":\"city\"},\"id\":{\"drop\":true},"
                + "\"plan\":{\"map\":{\"plus\":\"plus\"}}}}";

        ModelCard card = card(annotate(SURVEY, said, csv, "left"));

        assertThat(card.features()).extracting(FeatureCard::name).containsExactly("age", "income", "city", "plan");
        assertThat(card.features().get(0).observed()).contains(new TrainingStatistics(44, 44, 44, 0));
        assertThat(card.features().get(2).categories()).containsExactly("Kyōto", "Lima", "Oslo");
        assertThat(card.golden().orElseThrow().rows()).isNotEmpty();
    }

    @Test
    void putsNoRowOfConfidentialDataIntoTheFile() {
        String said = "{\"data\":{\"name\":\"secret\",\"confidential\":true}}";

        ModelCard card = card(annotate(IRIS, said, FLOWERS));

        assertThat(card.examples()).isEmpty();
        assertThat(card.golden().orElseThrow().rows()).hasSize(3);
    }

    @Test
    void keepsGoldenRowsThatCameFromElsewhere() {
        ModelCard before = card(Path.of("model.onnx"));

        ModelCard after = card(annotate(Path.of("model.onnx"), "{\"title\":\"Notes\"}", ""));

        assertThat(after.golden()).isEqualTo(before.golden());
        assertThat(after.title()).contains("Notes");
        assertThat(after.method()).isEqualTo(before.method());
    }

    @Test
    void tellsEverythingInWhichACardDoesNotFit() {
        assertRefused(
                IRIS,
                "{\"features\":[{\"name\":\"f0\",\"type\":\"string\"},{\"name\":\"f9\"}],\"labels\":[{\"name\":\"x\"}]}",
                "",
                IRIS + ": the card does not match the graph: feature \"f9\": the graph has no input \"f9\", did you"
                        + " mean \"f0\"?; feature \"f0\": expected a type that fits float [?, 4], got string;"
                        + " expected the labels \"0\", \"1\", \"2\", got \"x\"");
    }

    @Test
    void tellsEverythingThatIsWrongWithTheData() {
        Path data = folder.resolve("data.csv");

        assertRefused(
                SURVEY,
                "",
                "age,incom,city,plan,left\n1,2,Lima,plus,stays\n",
                data
                        + ", line 1: column \"incom\" is not a feature of the model; specify it with --target if it is"
                        + " the target, or drop it under \"columns\" in the card, did you mean \"income\"?",
                data
                        + ", line 1: column \"left\" is not a feature of the model; specify it with --target if it is"
                        + " the target, or drop it under \"columns\" in the card");
        assertRefused(
                IRIS,
                "",
                "a,b,c,d\n1,2,3,4\n1,x,3,\n1,2,3\n",
                data + ", line 3, b: expected a number, got \"x\"",
                data + ", line 3, d: expected a number, got nothing",
                data + ", line 4: expected 4 cells, got 3");
        assertRefused(IRIS, "", "a,b,c,d\n", data + ", line 2: expected at least one row of data, got none");
        assertRefused(
                SURVEY,
                "{\"columns\":{\"plan\":{\"map\":{\"p\":\"plus\"}}}}",
                "age,income,city,plan\n1,2,Lima,p\n1,2,Lima,q\n",
                data + ", line 3, plan: expected a value that the card maps, such as \"p\", got \"q\"");
    }

    @Test
    void tellsOfTargetsThatTheModelDoesNotAnswer() {
        assertThatThrownBy(() -> annotate(IRIS, "", FLOWERS.replace(",1.0\n", ",3\n"), "species"))
                .isInstanceOfSatisfying(InvalidFilesException.class, e -> assertThat(e.lines())
                        .containsExactly(folder.resolve("data.csv")
                                + ", line 4: expected one of the model's labels as the target, got"
                                + " \"3\", did you mean \"0\"?"));
        assertThatThrownBy(() -> annotate(IRIS, "", FLOWERS, "specie"))
                .isInstanceOfSatisfying(InvalidFilesException.class, e -> assertThat(e.lines())
                        .containsExactly(folder.resolve("data.csv")
                                + ", line 1: the data has no target column \"specie\", did you mean \"species\"?"));
    }

    @Test
    void leavesTheOutputAsItWasWhenSomethingIsWrong() throws IOException {
        Path out = Files.writeString(folder.resolve("out.onnx"), "as it was");

        assertThatThrownBy(() -> annotate(IRIS, "{\"labels\":[{\"name\":\"x\"}]}", ""))
                .isInstanceOf(InvalidFilesException.class);

        assertThat(out).hasContent("as it was");
    }

    @Test
    void refusesAModelThatCannotBeOpenedAndAPlaceWithoutTheRestOfItsData() {
        Path external = CASES.resolve("pytorch-external/model.onnx");

        assertThatThrownBy(() -> annotate(Path.of("pom.xml"), "{}", "")).isInstanceOf(ModelException.class);
        assertRefused(
                external,
                "{\"title\":\"x\"}",
                "",
                folder.resolve("out.onnx") + ": expected a file in the same folder as " + external
                        + ", because that folder contains the model's external data");
    }

    private Path annotate(Path model, String card, String csv) {
        return annotate(model, card, csv, csv.contains("species") ? "species" : "");
    }

    private Path annotate(Path model, String card, String csv, String target) {
        try {
            Path out = folder.resolve("out.onnx");
            Optional<Path> cardFile = card.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Files.writeString(folder.resolve("card.json"), card));
            Optional<Path> data =
                    csv.isEmpty() ? Optional.empty() : Optional.of(Files.writeString(folder.resolve("data.csv"), csv));
            Annotation.run(
                    Annotation.Request.of(model, out)
                            .withCard(cardFile)
                            .withData(data)
                            .withTarget(Optional.of(target).filter(name -> !name.isEmpty())),
                    new PrintWriter(new StringWriter()));
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefused(Path model, String card, String csv, String... lines) {
        assertThatThrownBy(() -> annotate(model, card, csv, ""))
                .isInstanceOfSatisfying(
                        InvalidFilesException.class, e -> assertThat(e.lines()).containsExactly(lines));
    }

    private static ModelCard card(Path path) {
        try (Model model = Model.open(path)) {
            return model.card();
        }
    }

    private static Prediction.Classes answer(Model model, double... row) {
        TableBuilder builder = new TableBuilder(model.schema());
        builder.startRow(0);
        for (int i = 0; i < row.length; i++) {
            builder.number(i, Double.toString(row[i]));
        }
        builder.endRow();
        return (Prediction.Classes) model.predict(builder.build());
    }
}
