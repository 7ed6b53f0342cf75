package dev.onward.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.Model;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.model.card.Task;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not happen in silence when a model gets its card. */
class AnnotationFaultsTest {

    private static final Path CASES = Path.of("src/test/resources/interop");
    private static final Path IRIS = CASES.resolve("sklearn-logistic-zipmap/model.onnx");
    private static final Path LOGITS = CASES.resolve("pytorch-logits/model.onnx");
    private static final Path NOTES = Path.of("model.onnx");
    private static final String THREE = "\"labels\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]";
    private static final String FLOWERS = "w,x,y,z,species\n5.1,3.5,1.4,0.2,0\n6.3,3.3,6.0,2.5,2\n";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter report = new StringWriter();

    /** The columns of this file are those of the model in another order, spelt otherwise. */
    @Test
    void doesNotCallNamedFeaturesByTheOrderOfAFile() {
        assertRefused(
                NOTES,
                "",
                "Skewness,Variance,Curtosis,Entropy\n3.6,8.7,-2.8,-0.4\n",
                "",
                "line 1, variance: expected a column with this name, found none",
                "line 1, skewness: expected a column with this name, found none",
                "line 1, curtosis: expected a column with this name, found none",
                "line 1, entropy: expected a column with this name, found none",
                "line 1: column \"Skewness\" is not a feature",
                "line 1: column \"Variance\" is not a feature",
                "line 1: column \"Curtosis\" is not a feature",
                "line 1: column \"Entropy\" is not a feature");
    }

    /** They would be refused when the model is served. */
    @Test
    void refusesNamesThatCannotBeServed() {
        String expected = ": expected 1 to 255 characters without slashes, percent signs or control characters, got ";

        assertRefused(
                NOTES,
                "{\"name\":\"a/b\",\"version\":\"..\"}",
                "",
                "",
                "name" + expected + "\"a/b\"",
                "version: expected a text other than \".\" and \"..\", got \"..\"");
        assertRefused(NOTES, "{\"name\":\"a\\r\\nb\"}", "", "", "name" + expected + "\"a  b\"");
        assertRefused(
                NOTES,
                "{\"name\":\"" + "a".repeat(256) + "\"}",
                "",
                "",
                "name" + expected + "\"" + "a".repeat(40) + "…\"");
        annotate(NOTES, "{\"name\":\"Größe der Äpfel\",\"version\":\"" + "1".repeat(255) + "\"}", "", "");
    }

    @Test
    void saysThatColumnsWereNamedInOrder() {
        annotate(IRIS, "", FLOWERS, "species");

        assertThat(report.toString())
                .contains("features named after the columns of data.csv, in order: f0 is w, f1" + " is x");
    }

    /** A CSV file with such columns is refused. */
    @Test
    void warnsAboutFeaturesWithTheNamesOfOutputColumns() {
        String warning = "cannot be scored";

        annotate(IRIS, "", FLOWERS, "species");
        assertThat(report.toString()).doesNotContain(warning);
        annotate(IRIS, "", FLOWERS.replace("w,x,y,z", "w,label,error,probability_1"), "species");

        assertThat(report.toString())
                .contains("warning: CSV files cannot be scored, because columns with predictions have the same names as"
                        + " these features; rename them with --card: \"label\", \"error\", \"probability_1\"\n");
    }

    @Test
    void keepsDataConfidentialThatOnceWas() {
        Path secret = annotate(IRIS, "{\"data\":{\"url\":\"https://d\",\"confidential\":true}}", "", "");
        Path copy = copy(secret);

        ModelCard card = card(annotate(copy, "{\"data\":{\"name\":\"D\"}}", FLOWERS, "species"));

        assertThat(card.data().orElseThrow().confidential()).isTrue();
        assertThat(card.data().orElseThrow().name()).contains("D");
        assertThat(card.data().orElseThrow().url()).contains("https://d");
        assertThat(card.examples()).isEmpty();
        assertThat(card.golden().orElseThrow().rows()).hasSize(3);
    }

    /** Whoever says so last expects that the rows are gone. */
    @Test
    void takesRowsOutWhenDataBecomesConfidential() {
        Path open = copy(annotate(IRIS, "", FLOWERS, "species"));

        ModelCard card = card(annotate(open, "{\"data\":{\"confidential\":true}}", "", ""));

        assertThat(card(open).examples()).isNotEmpty();
        assertThat(card.examples()).isEmpty();
        assertThat(card.golden().orElseThrow().rows()).hasSize(3);
    }

    /** Rows to look at are not the rows that a model says it was trained on. */
    @Test
    void leavesTheSourceOfATrainedModelAsItIs() {
        String csv = "variance,skewness,curtosis,entropy,class\n3.6216,8.6661,-2.8073,-0.44699,0\n";

        ModelCard card = card(annotate(NOTES, "", csv, "class"));

        assertThat(card.data()).isEqualTo(card(NOTES).data());
        assertThat(card.metrics()).containsAll(card(NOTES).metrics());
        assertThat(card.metrics())
                .contains(new Metric(
                        "accuracy",
                        1,
                        Optional.of("on the 1 rows of data.csv, which the model may have been trained on")));
        assertThat(report.toString()).contains("measured on the 1 rows of data.csv");
        assertThat(report.toString()).doesNotContain("cross-validation");
    }

    @Test
    void looksAtTheTargetsOfAModelThatWasMeasuredBefore() {
        assertRefused(
                NOTES,
                "",
                "variance,skewness,curtosis,entropy,class\n1,2,3,4,genuine\n1,2,3,4,\n",
                "class",
                "line 2: expected one of the model's labels as the target, got \"genuine\"",
                "line 3: expected one of the model's labels as the target, got nothing");
    }

    @Test
    void readsTargetsWithADecimalComma() {
        Path regression = CASES.resolve("sklearn-double/model.onnx");
        int features = card(annotate(regression, "{\"title\":\"x\"}", "", ""))
                .features()
                .size();
        String zeros = "0,5;".repeat(features);
        String names = String.join(";", numbered(features));

        ModelCard card = card(annotate(regression, "", names + ";y\n" + zeros + "1,5\n" + zeros + "2,5\n", "y"));

        assertThat(card.metrics()).extracting(Metric::name).containsExactly("R2", "RMSE", "MAE");
    }

    @Test
    void takesLabelsForAClassification() {
        ModelCard card = card(annotate(LOGITS, "{" + THREE + "}", "", ""));

        assertThat(card.task()).contains(Task.CLASSIFICATION);
        assertThat(card.values()).isEmpty();
        assertThat(card.labels()).extracting(Label::name).containsExactly("a", "b", "c");
    }

    @Test
    void refusesLabelsOfNumbersAndValuesOfClasses() {
        assertRefused(
                LOGITS,
                "{\"task\":\"classification\"," + THREE + ",\"values\":[{\"name\":\"v\"}]}",
                "",
                "",
                "card.json: expected no \"values\" for a classification task; use \"labels\" instead");
        assertRefused(
                LOGITS,
                "{\"task\":\"regression\"," + THREE + "}",
                "",
                "",
                "card.json: expected no \"labels\" for a regression task; use \"values\" instead");
    }

    @Test
    void takesACategoryThatIsAWholeNumberInOtherDigits() {
        String said = "{\"features\":[{\"name\":\"f0\",\"type\":\"integer\",\"categories\":[\"1.0\",\"2\"]}]}";

        assertThat(card(annotate(IRIS, said, "", "")).golden()).isPresent();
    }

    @Test
    void refusesTwoFeaturesForOneColumn() {
        assertRefused(
                IRIS,
                "{\"features\":[{\"name\":\"a\",\"input\":\"f0\"},{\"name\":\"b\",\"input\":\"f0\"}]}",
                "",
                "",
                "card.json: features \"a\" and \"b\" both refer to the column \"f0\"");
    }

    @Test
    void keepsTheOrderOfFeaturesOnACardThatListsAll() {
        String said = "{\"features\":[{\"name\":\"d\",\"input\":\"f3\"},{\"name\":\"c\",\"input\":\"f2\"},"
                + "{\"name\":\"b\",\"input\":\"f1\"},{\"name\":\"a\",\"input\":\"f0\"}]}";

        ModelCard card = card(annotate(IRIS, said, "", ""));

        assertThat(card.features())
                .extracting(FeatureCard::name, FeatureCard::column)
                .containsExactly(tuple("d", "f3"), tuple("c", "f2"), tuple("b", "f1"), tuple("a", "f0"));
    }

    @Test
    void tellsOfColumnsThatNoneOfTooFewFeaturesNames() {
        assertRefused(
                IRIS,
                "{\"features\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
                "",
                "",
                "the card does not match the graph: feature \"a\": the graph has no input \"a\"; feature \"b\": the"
                        + " graph has no input \"b\"; input \"f0\": the card has no feature for it; input \"f1\": the"
                        + " card has no feature for it; input \"f2\": the card has no feature for it; input \"f3\":"
                        + " the card has no feature for it");
    }

    @Test
    void tellsOfTwoColumnsThatGetOneName() {
        assertRefused(
                IRIS,
                "{\"columns\":{\"b\":{\"rename\":\"f0\"}}}",
                "f0,b,f1,f2,f3\n1,2,3,4,5\n",
                "",
                "line 1: the columns \"f0\" and \"b\" would both be named \"f0\"");
    }

    /** The columns of the file that the model was trained on need not be those of this one. */
    @Test
    void readsDataThatIsNamedAsTheFeaturesAre() {
        Path admission = Path.of("docs/examples/admission.onnx");
        String csv = "gre_score,toefl_score,university_rating,sop,lor,cgpa,research\n300,100,4,3,4,8.9,Yes\n";

        assertThat(card(annotate(admission, "", csv, "")).features()).hasSize(7);
    }

    @Test
    void tellsTheLinesThatTheModelCannotAnswer() throws IOException {
        assertRefused(
                write(failing()),
                "",
                "x\n0\n7\n2\n9\n",
                "",
                "line 3: the model cannot process this row; it may contain a value that the model does not support",
                "line 5: the model cannot process this row; it may contain a value that the model does not support");
    }

    @Test
    void refusesExamplesThatTheModelCannotBeAsked() {
        assertRefused(
                IRIS,
                "{\"examples\":[{\"title\":\"one\",\"row\":{\"f0\":1,\"f1\":\"x\",\"f2\":1,\"g3\":2}}]}",
                "",
                "",
                "card.json, example \"one\", f1: expected a number, got the string \"x\"",
                "card.json, example \"one\": unknown feature \"g3\", did you mean \"f3\"?",
                "card.json, example \"one\", f3: expected a number, got nothing");
    }

    /** Rows of data are worth more than rows that are made up, and the data need not be at hand again. */
    @Test
    void asksTheRowsOfAnEarlierAnnotationAgain() {
        Path first = copy(annotate(CASES.resolve("pytorch-classifier/model.onnx"), "", FLOWERS, "species"));

        ModelCard card = card(annotate(first, "{" + THREE + "}", "", ""));

        assertThat(card.golden().orElseThrow().rows())
                .hasSameSizeAs(card(first).golden().orElseThrow().rows());
        assertThat(card.golden().orElseThrow().rows().get(0).expected().label()).contains("a");
    }

    @Test
    void renamesExamplesWithTheColumns() {
        String said = "{\"examples\":[{\"title\":\"one\",\"row\":{\"f0\":1,\"f1\":2,\"f2\":3,\"f3\":4}}]}";
        Path first = copy(annotate(IRIS, said, "", ""));

        ModelCard card = card(annotate(first, "", FLOWERS, "species"));

        assertThat(card.examples().get(0).row()).containsOnlyKeys("w", "x", "y", "z");
    }

    /** Nobody knows all classes of a model that answers names alone. */
    @Test
    void countsTargetsOfAModelOfNamesAloneAsErrorsOnly() throws IOException {
        ModelCard card = card(annotate(write(names()), "", "x,y\n0,zero\n1,one\n1,two\n", "y"));

        assertThat(card.metrics())
                .extracting(Metric::name, Metric::value)
                .containsExactly(tuple("accuracy", 0.666667), tuple("errors", 1.0));
    }

    @Test
    void writesBesideTheDataOfTheModelThroughALinkToo() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        for (String name : List.of("model.onnx", "model.onnx.data")) {
            Files.copy(CASES.resolve("pytorch-external").resolve(name), home.resolve(name));
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), home);
        Path card = Files.writeString(folder.resolve("card.json"), "{\"title\":\"x\"}");

        Annotation.run(
                Annotation.Request.of(home.resolve("model.onnx"), link.resolve("model.onnx"))
                        .withCard(Optional.of(card)),
                new PrintWriter(report));

        assertThat(card(home.resolve("model.onnx")).title()).contains("x");
    }

    @Test
    void opensTheModelWithTheLimitsOfTheRequest() {
        Path model = CASES.resolve("pytorch-external/model.onnx");
        Annotation.Request request = Annotation.Request.of(model, folder.resolve("out.onnx"))
                .withLimits(GuardLimits.defaults().with(GuardLimits.Limit.INPUTS, 0));

        assertThatThrownBy(() -> Annotation.run(request, new PrintWriter(report)))
                .isInstanceOf(ModelException.class)
                .hasMessage(model + ": expected at most 0 inputs, found 1; if you trust the model, raise the setting"
                        + " model-input-limit");
    }

    private Path annotate(Path model, String card, String csv, String target) {
        try {
            Path out = folder.resolve("out.onnx");
            Annotation.run(
                    Annotation.Request.of(model, out)
                            .withCard(written("card.json", card))
                            .withData(written("data.csv", csv))
                            .withTarget(Optional.of(target).filter(name -> !name.isEmpty())),
                    new PrintWriter(report));
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> written(String name, String content) throws IOException {
        return content.isEmpty() ? Optional.empty() : Optional.of(Files.writeString(folder.resolve(name), content));
    }

    /** Each line begins with its file and goes on as given. */
    private void assertRefused(Path model, String card, String csv, String target, String... lines) {
        assertThatThrownBy(() -> annotate(model, card, csv, target))
                .isInstanceOfSatisfying(InvalidFilesException.class, e -> {
                    assertThat(e.lines()).hasSize(lines.length);
                    for (int i = 0; i < lines.length; i++) {
                        assertThat(e.lines().get(i)).contains(lines[i]);
                    }
                });
    }

    private Path copy(Path file) {
        try {
            return Files.copy(file, folder.resolve("copy.onnx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(ModelProto model) throws IOException {
        return Files.write(folder.resolve("made.onnx"), model.toByteArray());
    }

    private static ModelCard card(Path path) {
        try (Model model = Model.open(path)) {
            return model.card();
        }
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "f" + i).toList();
    }

    /** Looks its whole number up in three others, and fails on any but 0, 1 and 2. */
    private static ModelProto failing() {
        TensorProto table = TensorProto.newBuilder()
                .setName("table")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(3)
                .addFloatData(1)
                .addFloatData(2)
                .addFloatData(3)
                .build();
        return model(GraphProto.newBuilder()
                .addInitializer(table)
                .addNode(NodeProto.newBuilder()
                        .setOpType("Gather")
                        .addInput("table")
                        .addInput("x")
                        .addOutput("y"))
                .addOutput(value("y", TensorProto.DataType.FLOAT)));
    }

    /** Answers texts, of which nothing but the operator knows how many there are. */
    private static ModelProto names() {
        return model(GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder()
                        .setDomain("ai.onnx.ml")
                        .setOpType("LabelEncoder")
                        .addInput("x")
                        .addOutput("y")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("keys_int64s")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addAllInts(List.of(0L, 1L, 2L)))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("values_strings")
                                .setType(AttributeProto.AttributeType.STRINGS)
                                .addStrings(ByteString.copyFromUtf8("zero"))
                                .addStrings(ByteString.copyFromUtf8("one"))
                                .addStrings(ByteString.copyFromUtf8("two"))))
                .addOutput(value("y", TensorProto.DataType.STRING)));
    }

    private static ModelProto model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
                .setGraph(graph.setName("test").addInput(value("x", TensorProto.DataType.INT64)))
                .build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimParam("N"))
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(1)))))
                .build();
    }
}
