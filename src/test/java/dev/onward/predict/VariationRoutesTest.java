package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.LoanModel;
import dev.onward.MixedModel;
import dev.onward.WebApp;
import dev.onward.annotate.Annotation;
import dev.onward.annotate.Annotation.Request;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.openapi.OpenApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Response curves and the smallest change of the label of /predict. */
class VariationRoutesTest {

    /** A note between the two classes, of docs/explanations.md. */
    private static final String DOUBTFUL = "{\"variance\":0.5,\"skewness\":-2.0,\"curtosis\":1.5,\"entropy\":-0.5}";

    private static final String MEMBER =
            "{\"amount\":50,\"rooms\":2,\"is member\":true,\"plan\":\"plus\",\"it's a \\\"remark\\\"\":\"a\"}";

    @TempDir
    private static Path folder = Path.of("");

    private static Optional<WebApp> server = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Files.copy(Path.of("model.onnx"), models.resolve("notes.onnx"));
        LoanModel.write(models.resolve("loan.onnx"));
        Files.write(models.resolve("bare.onnx"), LoanModel.graph().bytes());
        Files.write(models.resolve("labels.onnx"), texts("y").bytes());
        Files.write(models.resolve("outputs.onnx"), texts("y", "z").bytes());
        Path source = MixedModel.write(folder);
        Path rows = Files.writeString(folder.resolve("rows.csv"), """
                amount,rooms,is member,plan,"it's a ""remark""\"
                10,1,true,basic,a
                ,3,false,plus,b
                90,3,true,plus,c
                """);
        Annotation.run(
                Request.of(source, models.resolve("mixed.onnx")).withData(Optional.of(rows)),
                new PrintWriter(Writer.nullWriter()));
        server = Optional.of(WebApp.serve("--models", models.toString(), "--explanation-row-limit", "100"));
    }

    @AfterAll
    static void stop() {
        server.ifPresent(WebApp::close);
    }

    /** A model that answers its only feature once or twice. */
    private static OnnxGraphs texts(String... outputs) {
        OnnxGraphs graph = new OnnxGraphs().input("city", DataType.STRING, -1, 1);
        for (String output : outputs) {
            graph.node("Identity", List.of("city"), output).output(output, DataType.STRING, -1, 1);
        }
        return graph.card("{\"features\":[{\"name\":\"city\"}],\"reference\":{\"version\":1,\"rows\":1,\"features\":"
                + "{\"city\":{\"categories\":{\"Bern\":1}}}}}");
    }

    private static Http http() {
        return Http.to(server.orElseThrow());
    }

    private static JsonNode loan(String options, int age, int income, String city) {
        return http().postJson("/models/loan/predict?" + options, row(age, income, city))
                .json();
    }

    private static String row(int age, int income, String city) {
        return "{\"age\":" + age + ",\"income\":" + income + ",\"city\":\"" + city + "\"}";
    }

    @Test
    void followsEachFeatureOverItsReferenceData() {
        JsonNode curves = loan("curves=true&points=3", 30, 20, "Bern").get("curves");

        assertThat(curves.toString())
                .isEqualTo("{\"answer\":\"0\",\"space\":\"score\",\"features\":["
                        + "{\"feature\":\"age\",\"value\":30.0,\"points\":["
                        + "{\"value\":18.0,\"output\":12.0},{\"value\":30.0,\"output\":0.0},"
                        + "{\"value\":58.0,\"output\":-28.0},{\"value\":98.0,\"output\":-68.0}]},"
                        + "{\"feature\":\"income\",\"value\":20.0,\"points\":["
                        + "{\"value\":0.0,\"output\":20.0},{\"value\":20.0,\"output\":0.0},"
                        + "{\"value\":50.0,\"output\":-30.0},{\"value\":100.0,\"output\":-80.0}]},"
                        + "{\"feature\":\"city\",\"value\":\"Bern\",\"points\":["
                        + "{\"value\":\"Bern\",\"output\":0.0},{\"value\":\"Zug\",\"output\":-90.0},"
                        + "{\"value\":\"Chur\",\"output\":-5.0}]}]}");
    }

    @Test
    void hasTheNumbersThatTheModelPredicts() {
        JsonNode answer =
                http().postJson("/models/notes/predict?curves=true", DOUBTFUL).json();

        assertThat(answer.at("/curves/answer")).isEqualTo(answer.get("label"));
        assertThat(answer.at("/curves/space").asString()).isEqualTo("probability");
        assertThat(answer.at("/curves/features").findValuesAsString("feature"))
                .containsExactly("variance", "skewness", "curtosis", "entropy");
        for (JsonNode curve : answer.at("/curves/features")) {
            assertThat(curve.get("points").size()).isBetween(41, 42);
            for (JsonNode point : curve.get("points")) {
                String name = curve.get("feature").asString();
                String changed =
                        DOUBTFUL.replaceFirst("\"" + name + "\":[^,}]*", "\"" + name + "\":" + point.get("value"));
                JsonNode predicted =
                        http().postJson("/models/notes/predict", changed).json();
                // The runtime may add in another order for another number of rows.
                assertThat(point.get("output").asDouble())
                        .isCloseTo(
                                predicted
                                        .at("/probabilities/"
                                                + answer.get("label").asString())
                                        .asDouble(),
                                within(1e-6));
            }
        }
    }

    @Test
    void followsAnotherClass() {
        JsonNode curves = loan("curves=true&label=1&points=2", 30, 10, "Bern").get("curves");

        assertThat(curves.get("answer").asString()).isEqualTo("1");
        assertThat(curves.at("/features/0/points/0/output").asDouble()).isEqualTo(18 + 10 - 50);
    }

    @Test
    void hasPointsOfEveryTypeAndKeepsMissingValues() {
        String row = MEMBER.replace("50", "null");

        JsonNode curves = http().postJson("/models/mixed/predict?curves&points=3", row)
                .json()
                .get("curves");

        assertThat(curves.toString())
                .isEqualTo("{\"answer\":\"price\",\"space\":\"value\",\"features\":["
                        + "{\"feature\":\"amount\",\"value\":null,\"points\":["
                        + "{\"value\":10.0,\"output\":33.0},{\"value\":50.0,\"output\":73.0},"
                        + "{\"value\":90.0,\"output\":113.0}]},"
                        + "{\"feature\":\"rooms\",\"value\":2,\"points\":["
                        + "{\"value\":1,\"output\":122.0},{\"value\":2,\"output\":123.0},{\"value\":3,\"output\":124.0}]},"
                        + "{\"feature\":\"is member\",\"value\":true,\"points\":["
                        + "{\"value\":true,\"output\":123.0},{\"value\":false,\"output\":122.0}]},"
                        + "{\"feature\":\"plan\",\"value\":\"plus\",\"points\":["
                        + "{\"value\":\"plus\",\"output\":123.0},{\"value\":\"basic\",\"output\":113.0}]},"
                        + "{\"feature\":\"it's a \\\"remark\\\"\",\"value\":\"a\",\"points\":["
                        + "{\"value\":\"a\",\"output\":123.0},{\"value\":\"b\",\"output\":123.0},"
                        + "{\"value\":\"c\",\"output\":123.0}]}]}");
    }

    @Test
    void findsTheSmallestChangeThatChangesTheLabel() {
        JsonNode answer = loan("flip=true", 30, 17, "Bern");

        assertThat(answer.get("label").asString()).isEqualTo("0");
        JsonNode flip = answer.get("flip");
        assertThat(flip.propertyNames()).containsExactly("feature", "from", "to", "distance", "label", "title");
        assertThat(flip.get("feature").asString()).isEqualTo("income");
        assertThat(flip.get("from").asDouble()).isEqualTo(17);
        assertThat(flip.get("to").asDouble()).isEqualTo(20.1);
        assertThat(flip.get("distance").asDouble()).isCloseTo(0.25 * 0.3 + 0.25 * 0.1 / 30, within(1e-9));
        assertThat(flip.get("label").asString()).isEqualTo("1");
        assertThat(flip.get("title").asString()).isEqualTo("approved");
        assertThat(http().postJson("/models/loan/predict", "{\"age\":30,\"income\":20.1,\"city\":\"Bern\"}")
                        .json()
                        .get("label")
                        .asString())
                .isEqualTo("1");
    }

    @Test
    void prefersAFrequentCategory() {
        assertThat(loan("flip", 18, 0, "Bern").get("flip").toString())
                .isEqualTo("{\"feature\":\"city\",\"from\":\"Bern\",\"to\":\"Zug\",\"distance\":" + (1 - 90 / 100.0)
                        + ",\"label\":\"1\",\"title\":\"approved\"}");
    }

    @Test
    void neverChangesAFixedFeatureAndSaysThatThereIsNoChange() {
        JsonNode answer = loan("flip=true", 98, 50, "Zug");

        assertThat(answer.get("label").asString()).isEqualTo("1");
        assertThat(answer.get("flip").toString())
                .isEqualTo("{\"reason\":\"no change to a single feature within the range of the reference data"
                        + " changes the label\"}");
    }

    @Test
    void computesEverythingForEachRowOfABatch() {
        JsonNode rows = http().postJson(
                        "/models/loan/predict?curves=true&flip=true&points=2",
                        "[" + row(30, 17, "Bern") + "," + row(98, 50, "Zug") + "]")
                .json();

        assertThat(rows).hasSize(2);
        assertThat(rows.at("/0/curves/answer").asString()).isEqualTo("0");
        assertThat(rows.at("/1/curves/answer").asString()).isEqualTo("1");
        assertThat(rows.at("/0/flip/feature").asString()).isEqualTo("income");
        assertThat(rows.at("/1/flip/reason").isMissingNode()).isFalse();
    }

    @Test
    void takesFieldsOfAQueryAndOfAForm() {
        JsonNode posted = loan("curves=true&flip=true&points=2", 30, 10, "Bern");
        String fields = "age=30&income=10&city=Bern";
        String options = "&curves=true&flip=true&points=2";

        assertThat(http().get("/models/loan/predict?" + fields + options).json())
                .isEqualTo(posted);
        assertThat(http().postForm("/models/loan/predict", fields + options).json())
                .isEqualTo(posted);
    }

    @Test
    void addsNothingThatIsNotRequested() {
        JsonNode answer = loan(
                "explain=false&curves=false&flip=false&points=41&reasons=0&warnings=false&uncertainty=false&label=&group=",
                30,
                10,
                "Bern");

        assertThat(answer.propertyNames()).containsExactly("model", "version", "label", "title", "scores");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            curves=true&points=1      | points: expected a whole number from 2 to 1000, got "1"
            curves=true&points=1001   | points: expected a whole number from 2 to 1000, got "1001"
            curves=true&points=x      | points: expected a whole number from 2 to 1000, got "x"
            points=5                  | points: requires curves=true
            flip=1                    | flip: expected true or false, got "1"
            curves=true&label=x       | label: expected one of "0", "1", got "x"
            curves=true&group=all     | group: requires explain=true
            """)
    void namesTheOptionThatIsWrong(String options, String message) {
        Answer answer = http().postJson("/models/loan/predict?" + options, row(30, 10, "Bern"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).isEqualTo(message);
    }

    @Test
    void namesAllWrongOptionsAtOnce() {
        Answer answer =
                http().postJson("/models/loan/predict?curves=maybe&points=0&flip=maybe&reasons=2", row(30, 10, "Bern"));

        assertThat(answer.json().get("problems").findValuesAsString("message"))
                .containsExactlyInAnyOrder(
                        "curves: expected true or false, got \"maybe\"",
                        "points: expected a whole number from 2 to 1000, got \"0\"",
                        "points: requires curves=true",
                        "flip: expected true or false, got \"maybe\"",
                        "reasons: requires explain=true");
    }

    @Test
    void namesTheRemedyForMissingReferenceData() {
        Answer answer = http().postJson("/models/bare/predict?explain=true&curves=true&flip=true", row(30, 10, "Bern"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").findValuesAsString("message"))
                .containsExactly(
                        "explain: the model's card has no reference data for explanations; add it with: annotate model.onnx"
                                + " --data train.csv --out explained.onnx; or compare with a row: compare={…}",
                        "curves, flip: the model's card has no reference data for the features; add it with: annotate"
                                + " model.onnx --data train.csv --out explained.onnx");
    }

    @Test
    void saysWhichModelsHaveNeitherCurvesNorFlips() {
        Answer values = http().postJson("/models/mixed/predict?flip=true", MEMBER);
        Answer labels = http().postJson("/models/labels/predict?curves=true&flip=true", "{\"city\":\"Bern\"}");
        Answer outputs = http().postJson("/models/outputs/predict?curves=true&flip=true", "{\"city\":\"Bern\"}");

        assertThat(values.status()).isEqualTo(400);
        assertThat(values.json().get("detail").asString())
                .isEqualTo("flip: expected a model that predicts classes; this model predicts values");
        assertThat(labels.json().get("detail").asString())
                .isEqualTo(
                        "curves: expected a model that predicts values, or classes with probabilities or scores; this"
                                + " model predicts classes without numbers");
        assertThat(outputs.json().get("problems").findValuesAsString("message"))
                .containsExactly(
                        "curves: expected a model that predicts values, or classes with probabilities or scores; this"
                                + " model predicts outputs of unknown meaning",
                        "flip: expected a model that predicts classes; this model predicts outputs of unknown meaning");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/json"})
    void refusesFiles(String accepted) {
        Answer answer = http().postCsv(
                        "/models/loan/predict?curves=true&flip=true",
                        "age,income,city\n30,10,Bern\n",
                        "Accept",
                        accepted);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("problems").findValuesAsString("message"))
                .containsExactly(
                        "curves: not available for CSV files; send the rows as JSON or as fields",
                        "flip: not available for CSV files; send the rows as JSON or as fields");
    }

    @Test
    void refusesResponsesInCsv() {
        Answer answer = http().get("/models/loan/predict?age=30&income=10&city=Bern&flip=true", "Accept", "text/csv");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("flip: not available in CSV; request JSON with Accept");
    }

    @Test
    void limitsRowsAndPoints() {
        Answer rows = http().postJson("/models/notes/predict?flip=true", batch(101));
        Answer points = http().postJson("/models/notes/predict?curves=true&points=1000", batch(26));

        assertThat(rows.status()).isEqualTo(413);
        assertThat(rows.json().get("detail").asString())
                .isEqualTo(
                        "expected at most 100 rows with curves or flips, got 101; divide them among several requests");
        assertThat(points.status()).isEqualTo(413);
        assertThat(points.json().get("detail").asString())
                .isEqualTo(
                        "curves: expected at most 100000 points in one response, got a request for up to 104104; request fewer"
                                + " points, or divide the rows among several requests");
    }

    private static String batch(int rows) {
        return "[" + String.join(",", Collections.nCopies(rows, BankNotes.FORGED)) + "]";
    }

    @Test
    void answersAsDescribed() {
        OpenApi document = new OpenApi(http().get("/openapi.json").body());
        JsonNode schema = document.root().at("/components/schemas");

        assertThat(document.faults()).isEmpty();
        assertThat(document.danglingReferences()).isEmpty();
        assertThat(document.root()
                        .at("/paths/~1models~1loan~1predict/post/parameters")
                        .toString())
                .contains("#/components/parameters/curves", "#/components/parameters/points")
                .contains("#/components/parameters/flip");
        for (JsonNode answer :
                List.of(loan("curves=true&flip=true", 30, 10, "Bern"), loan("curves=true&flip=true", 98, 50, "Zug"))) {
            assertThat(document.faults(
                            schema.get("Curves").deepCopy(),
                            answer.get("curves").toString()))
                    .isEmpty();
            assertThat(document.faults(
                            schema.get("Flip").deepCopy(), answer.get("flip").toString()))
                    .isEmpty();
        }
        assertThat(document.root().at("/components/schemas").toString())
                .contains("#/components/schemas/Curves", "#/components/schemas/Flip");
    }
}
