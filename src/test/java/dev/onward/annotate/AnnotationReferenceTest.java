package dev.onward.annotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.onward.MixedModel;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.explain.Background;
import dev.onward.explain.ExplainableModel;
import dev.onward.explain.Explainer;
import dev.onward.explain.NoBackgroundException;
import dev.onward.explain.RowOutcome;
import dev.onward.explanation.Contribution;
import dev.onward.explanation.Explanation;
import dev.onward.explanation.Method;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.AnswerReference;
import dev.onward.model.card.BackgroundGroup;
import dev.onward.model.card.Basis;
import dev.onward.model.card.Calibration;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Reference;
import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.table.DataType;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference data that an annotation writes, and the explanations that use it. */
class AnnotationReferenceTest {

    private static final Path FOREST = Path.of("src/test/resources/explanations/random-forest.onnx");
    private static final Path IRIS = Path.of("src/test/resources/interop/sklearn-logistic-zipmap/model.onnx");
    private static final int ROWS = 300;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter report = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "explanations/random-forest",
                "explanations/lightgbm-multiclass-gaps",
                "explanations/linear",
                "explanations/softmax",
                "interop/sklearn-logistic-zipmap/model"
            })
    void explainsFromTheFileAsFromTheRows(String name) {
        Path file = Path.of("src/test/resources/" + name + ".onnx");
        try (Model model = Model.open(annotate(file, request -> request))) {
            Table rows = table(model, cells(model.schema().size()));
            ExplainableModel explainable = ExplainableModel.of(model);

            Explainer stored = Explainer.of(explainable, reference(model), BackgroundGroup.ALL);
            Explainer direct = Explainer.of(explainable, Background.of(rows));

            List<RowOutcome<Explanation>> outcomes = stored.explain(rows, Optional.empty());
            List<RowOutcome<Explanation>> expected = direct.explain(rows, Optional.empty());
            for (int row = 0; row < ROWS; row++) {
                Explanation explanation = outcomes.get(row).result().orElseThrow();
                assertThat(explanation.method()).isNotEqualTo(Method.SAMPLING);
                assertThat(explanation.backgroundRows()).isEqualTo(ROWS);
                assertThat(amounts(explanation))
                        .containsExactly(amounts(expected.get(row).result().orElseThrow()), within(1e-9));
            }
        }
    }

    @Test
    void storesBackgroundsOfNamedGroups() {
        String first = "f0";
        Path out = annotate(IRIS, request -> request.withGroups(Map.of("short", "f0<0", "first", "label=0")));

        try (Model model = Model.open(out)) {
            ExplanationData data = reference(model).explanations().orElseThrow();
            long below = cells(4).stream().filter(row -> row[0] < 0).count();
            assertThat(data.group("short").orElseThrow().rows()).isEqualTo(below);
            assertThat(data.group("short").orElseThrow().condition()).contains(first + "<0");
            assertThat(data.group("first").orElseThrow().rows())
                    .isEqualTo(
                            reference(model).answer("0").orElseThrow().count().orElseThrow());
            assertThat(Explainer.of(ExplainableModel.of(model), reference(model), "short")
                            .usesGraph())
                    .isTrue();
        }
        assertThat(report.toString()).contains("background for explanations \"short\": ");
    }

    @Test
    void refusesGroupsThatCannotBeSelected() {
        assertRefused("a", "label=7", "group \"a\": expected one of the labels \"0\", \"1\", \"2\", got \"7\"");
        assertRefused("a", "f9=7", "group \"a\": expected a feature, or label for the predicted label, got \"f9\"");
        assertRefused("a", "f0<x", "group \"a\": expected a number after <, got \"x\"");
        assertRefused("a", "f0", "group \"a\": expected a condition such as label=1 or age>=60, got \"f0\"");
        assertRefused("all", "f0<1", "group \"all\": expected another name; this one means all rows");
        assertRefused("", "f0<1", "group \"\": expected a name");
    }

    @Test
    void comparesPredictionsWithTheTruth() {
        Path out = annotate(IRIS, request -> request.withTarget(Optional.of("y"))
                .withHeldOut(true)
                .withWritten(Optional.of(LocalDate.of(2026, 11, 22))));

        try (Model model = Model.open(out)) {
            Reference reference = reference(model);
            assertThat(reference.rows()).isEqualTo(ROWS);
            assertThat(reference.name()).contains("data.csv");
            assertThat(reference.written()).contains("2026-11-22");
            assertThat(reference.answers()).extracting(AnswerReference::name).containsExactly("0", "1", "2");
            Calibration calibration =
                    reference.answer("1").orElseThrow().calibration().orElseThrow();
            assertThat(calibration.basis()).isEqualTo(Basis.HELD_OUT);
            int[] predicted = predictedRows(model, "1");
            assertThat(calibration.counts().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(predicted.length);
            double observed = IntStream.range(0, calibration.counts().size())
                    .mapToDouble(i ->
                            calibration.counts().get(i) * calibration.observed().get(i))
                    .sum();
            assertThat(observed)
                    .isCloseTo(
                            (double) Arrays.stream(predicted)
                                    .filter(row -> row % 3 == 1)
                                    .count(),
                            within(1e-3));
        }
    }

    private static int[] predictedRows(Model model, String label) {
        Prediction.Classes classes = (Prediction.Classes)
                model.predict(table(model, cells(model.schema().size())));
        return IntStream.range(0, ROWS)
                .filter(row -> classes.label(row).name().equals(label))
                .toArray();
    }

    @Test
    void hidesRowsOfConfidentialData() throws IOException {
        Path card = Files.writeString(folder.resolve("card.json"), "{\"data\":{\"confidential\":true}}");
        Path out = annotate(FOREST, request -> request.withCard(Optional.of(card))
                .withGroups(Map.of("few", firstFeature() + ">2.5")));

        try (Model model = Model.open(out)) {
            ExplanationData data = reference(model).explanations().orElseThrow();
            assertThat(data.aggregation()).hasValue(5);
            assertThat(data.groups()).extracting(BackgroundGroup::name).containsExactly("all");
            assertThat(data.groups().get(0).counted()).isEqualTo(ROWS - ROWS / 5);
            assertThat(data.groups().get(0).largestDifference().orElseThrow()).isBetween(1e-6, 1.0);
            assertThat(reference(model).features().values())
                    .allSatisfy(feature ->
                            assertThat(feature.numbers().orElseThrow().counts()).allMatch(count -> count >= 5));
            assertThat(Explainer.of(ExplainableModel.of(model), reference(model), "all")
                            .usesGraph())
                    .isTrue();
        }
        assertThat(report.toString())
                .contains("background for explanations \"few\" is omitted: expected at least 50 rows, found ");
    }

    @Test
    void writesNoExplanationDataOfAFewConfidentialRows() throws IOException {
        Path card = Files.writeString(folder.resolve("card.json"), "{\"data\":{\"confidential\":true}}");
        Path out = annotate(FOREST, 4, request -> request.withCard(Optional.of(card)));

        try (Model model = Model.open(out)) {
            assertThat(reference(model).explanations()).isEmpty();
            assertThat(patterns(out)).isEmpty();
            assertThat(reference(model).features().values())
                    .allSatisfy(feature -> assertThat(feature.numbers()).isEmpty());
        }
        assertThat(report.toString())
                .contains("background for explanations \"all\" is omitted: expected at least 50 rows, found 4");
    }

    @Test
    void writesNoTextOfASingleConfidentialRow() throws IOException {
        Path out = annotateMixed("none");

        try (Model model = Model.open(out)) {
            ExplanationData data = reference(model).explanations().orElseThrow();
            assertThat(data.group("all").orElseThrow().counted()).isEqualTo(48);
            assertThat(reference(model).features())
                    .hasEntrySatisfying("it's a \"remark\"", feature -> assertThat(feature.categories())
                            .isEqualTo(Map.of("none", 10L)));
        }
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void writesNoBackgroundIfEveryTextOfAFeatureIsRare() throws IOException {
        Path out = annotateMixed("secret of the last rows");

        try (Model model = Model.open(out)) {
            assertThat(reference(model).explanations()).isEmpty();
        }
        assertThat(Files.readString(out, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(report.toString())
                .contains("background for explanations \"all\" is omitted: expected a value of feature"
                        + " \"it's a \"remark\"\" that occurs in at least 5 rows, found none");
    }

    /** Sixty confidential rows with unique remarks, except the last ten if their remark is "none", or the last four. */
    private Path annotateMixed(String lastRemark) throws IOException {
        int last = lastRemark.equals("none") ? 10 : 4;
        String rows = IntStream.range(0, 60)
                .mapToObj(row -> 10 * row + "," + row % 7 + "," + (row % 2 == 0) + ","
                        + (row % 3 == 0 ? "basic" : "plus") + ","
                        + (row < 60 - last ? "secret " + row : lastRemark))
                .collect(Collectors.joining("\n"));
        Path data = Files.writeString(
                folder.resolve("mixed.csv"), "amount,rooms,is member,plan,\"it's a \"\"remark\"\"\"\n" + rows + "\n");
        Path card = Files.writeString(folder.resolve("card.json"), "{\"data\":{\"confidential\":true}}");
        Path out = folder.resolve("out.onnx");
        Annotation.run(
                Annotation.Request.of(MixedModel.write(folder), out)
                        .withCard(Optional.of(card))
                        .withData(Optional.of(data)),
                new PrintWriter(report, true));
        return out;
    }

    @Test
    void removesPatternsOfDataThatBecomesConfidential() throws IOException {
        Path first = Files.copy(annotate(FOREST, request -> request), folder.resolve("first.onnx"));
        Path card = Files.writeString(folder.resolve("card.json"), "{\"data\":{\"confidential\":true}}");
        Path out = folder.resolve("second.onnx");

        Annotation.run(Annotation.Request.of(first, out).withCard(Optional.of(card)), new PrintWriter(report, true));

        assertDescribesNoRows(first, out);
    }

    @Test
    void removesTheReferenceDataOfAPrintedCardThatBecomesConfidential() throws IOException {
        Path first = Files.copy(annotate(FOREST, request -> request), folder.resolve("first.onnx"));
        Path out = folder.resolve("second.onnx");
        Path card = folder.resolve("card.json");
        try (Model model = Model.open(first)) {
            ModelCard printed = model.draftCard();
            DataSource data = DataSource.builder().confidential(true).build();
            Files.writeString(
                    card, printed.toBuilder().data(Optional.of(data)).build().toPrettyJson());
        }

        Annotation.run(Annotation.Request.of(first, out).withCard(Optional.of(card)), new PrintWriter(report, true));

        assertDescribesNoRows(first, out);
    }

    private static Optional<String> patterns(Path file) throws IOException {
        return Guard.read(Files.readAllBytes(file), Optional.empty(), GuardLimits.defaults(), file.toString())
                .metadata(ExplanationData.PATTERNS);
    }

    private static void assertDescribesNoRows(Path before, Path after) throws IOException {
        try (Model plain = Model.open(before);
                Model confidential = Model.open(after)) {
            assertThat(plain.card().reference()).isPresent();
            assertThat(patterns(before)).isPresent();
            assertThat(confidential.card().reference()).isEmpty();
            assertThat(patterns(after)).isEmpty();
        }
    }

    @Test
    void forgetsTheValuesOfAFeatureWhoseTypeChanges() throws IOException {
        Path first = Files.copy(annotate(FOREST, request -> request), folder.resolve("first.onnx"));
        Path card = Files.writeString(
                folder.resolve("card.json"),
                "{\"features\":[{\"name\":\"" + firstFeature() + "\",\"type\":\"boolean\"}]}");
        Path out = folder.resolve("second.onnx");

        Annotation.run(Annotation.Request.of(first, out).withCard(Optional.of(card)), new PrintWriter(report, true));

        try (Model before = Model.open(first);
                Model model = Model.open(out)) {
            assertThat(model.schema().feature(0).type()).isEqualTo(DataType.BOOLEAN);
            assertThat(reference(before).features()).containsKey(firstFeature());
            assertThat(reference(model).features())
                    .hasSize(reference(before).features().size() - 1)
                    .doesNotContainKey(firstFeature());
        }
    }

    @Test
    void usesNoPatternsOfAnotherFile() throws IOException {
        byte[] annotated = Files.readAllBytes(annotate(FOREST, request -> request));
        byte[] other = OnnxMetadata.with(annotated, ExplanationData.PATTERNS, "AAAA\n");
        byte[] none = OnnxMetadata.without(annotated, ExplanationData.PATTERNS);

        for (byte[] changed : List.of(other, none)) {
            try (Model model = Model.open(changed, "changed.onnx")) {
                ExplainableModel explainable = ExplainableModel.of(model);
                assertThatThrownBy(() -> Explainer.of(explainable, reference(model), "all"))
                        .isInstanceOf(NoBackgroundException.class)
                        .hasMessage("the pattern counts in the file do not match the card");
            }
        }
    }

    @Test
    void keepsReferenceDataWhenOnlyACardIsAdded() throws IOException {
        Path first = annotate(FOREST, request -> request);
        Path copy = Files.copy(first, folder.resolve("first.onnx"));
        Path card = Files.writeString(
                folder.resolve("card.json"),
                "{\"features\":[{\"name\":\"renamed\",\"input\":\"" + firstFeature() + "\",\"digits\":2}]}");
        Path out = folder.resolve("second.onnx");

        Annotation.run(Annotation.Request.of(copy, out).withCard(Optional.of(card)), new PrintWriter(report, true));

        try (Model model = Model.open(out)) {
            assertThat(reference(model).features()).containsKey("renamed").doesNotContainKey(firstFeature());
            assertThat(model.card().feature("renamed").orElseThrow().digits()).hasValue(2);
            assertThat(Explainer.of(ExplainableModel.of(model), reference(model), "all")
                            .usesGraph())
                    .isTrue();
        }
    }

    private void assertRefused(String name, String condition, String problem) {
        assertThatThrownBy(() -> annotate(IRIS, request -> request.withGroups(Map.of(name, condition))))
                .isInstanceOfSatisfying(
                        InvalidFilesException.class,
                        e -> assertThat(e.lines().get(0)).startsWith(folder.resolve("data.csv") + ": " + problem));
    }

    private Path annotate(Path file, UnaryOperator<Annotation.Request> options) {
        return annotate(file, ROWS, options);
    }

    private Path annotate(Path file, int rows, UnaryOperator<Annotation.Request> options) {
        Path out = folder.resolve("out.onnx");
        Annotation.Request request =
                options.apply(Annotation.Request.of(file, out).withData(Optional.of(folder.resolve("data.csv"))));
        try (Model model = Model.open(file)) {
            List<double[]> cells = cells(model.schema().size()).subList(0, rows);
            boolean hasTarget = request.target().isPresent();
            String header = String.join(",", model.schema().names()) + (hasTarget ? ",y\n" : "\n");
            String body = IntStream.range(0, cells.size())
                    .mapToObj(row -> IntStream.range(0, cells.get(row).length)
                                    .mapToObj(i -> String.valueOf(cells.get(row)[i]))
                                    .collect(Collectors.joining(","))
                            + (hasTarget ? "," + row % 3 : ""))
                    .collect(Collectors.joining("\n"));
            Files.writeString(folder.resolve("data.csv"), header + body + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Annotation.run(request, new PrintWriter(report, true));
        return out;
    }

    private static List<double[]> cells(int features) {
        Random random = new Random(1);
        return IntStream.range(0, ROWS)
                .mapToObj(row ->
                        random.ints(features, -6, 7).mapToDouble(i -> i / 2.0).toArray())
                .toList();
    }

    private static Table table(Model model, List<double[]> cells) {
        TableBuilder builder = new TableBuilder(model.schema());
        for (double[] row : cells) {
            builder.startRow(0);
            for (int i = 0; i < row.length; i++) {
                builder.text(i, Double.toString(row[i]));
            }
            builder.endRow();
        }
        return builder.build();
    }

    private static String firstFeature() {
        try (Model model = Model.open(FOREST)) {
            return model.schema().names().get(0);
        }
    }

    private static Reference reference(Model model) {
        return model.card().reference().orElseThrow().content().orElseThrow();
    }

    private static double[] amounts(Explanation explanation) {
        return explanation.contributions().stream()
                .mapToDouble(Contribution::amount)
                .toArray();
    }
}
