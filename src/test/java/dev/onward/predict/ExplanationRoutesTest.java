package dev.onward.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.BankNotes;
import dev.onward.Http;
import dev.onward.Http.Answer;
import dev.onward.MixedModel;
import dev.onward.WebApp;
import dev.onward.annotate.Annotation;
import dev.onward.annotate.Annotation.Request;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.openapi.OpenApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Explanations, warnings and uncertainty of /predict, in every format. */
class ExplanationRoutesTest {

    private static final int ROWS = 400;
    private static final int MIXED = 16;
    private static final String FORGED = "-1.3971,3.3191,-1.3927,-1.9948";
    private static final String HEADER = "variance,skewness,curtosis,entropy";
    private static final String QUERY = "variance=-1.3971&skewness=3.3191&curtosis=-1.3927&entropy=-1.9948";

    @TempDir
    private static Path folder = Path.of("");

    private static Optional<WebApp> server = Optional.empty();

    /** Serves the bank notes with reference data, and two models that are built for the test. */
    @BeforeAll
    static void start() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        Path data = folder.resolve("notes.csv");
        Files.writeString(data, notes());
        Request request = Request.of(Path.of("model.onnx"), models.resolve("notes.onnx"))
                .withData(Optional.of(data))
                .withTarget(Optional.of("class"))
                .withGroups(Map.of("genuine", "label=0"));
        Annotation.run(request, new PrintWriter(Writer.nullWriter()));
        Files.write(models.resolve("bare.onnx"), sum("a", "b").bytes());
        Files.write(models.resolve("names.onnx"), sum("explain", "group").bytes());
        Files.write(models.resolve("mixing.onnx"), mixing().bytes());
        Path sums = Files.writeString(folder.resolve("sums.csv"), sums());
        Annotation.run(
                Request.of(models.resolve("bare.onnx"), models.resolve("sums.onnx"))
                        .withData(Optional.of(sums))
                        .withTarget(Optional.of("y")),
                new PrintWriter(Writer.nullWriter()));
        server = Optional.of(WebApp.serve("--models", models.toString(), "--explanation-row-limit", "3"));
    }

    @AfterAll
    static void stop() {
        server.ifPresent(WebApp::close);
    }

    /** A model that answers the first feature plus twice the second. */
    private static OnnxGraphs sum(String first, String second) {
        return new OnnxGraphs()
                .input(first, DataType.FLOAT, -1, 1)
                .input(second, DataType.FLOAT, -1, 1)
                .node("Add", List.of(second, second), "twice")
                .node("Add", List.of(first, "twice"), "y")
                .output("y", DataType.FLOAT, -1, 1);
    }

    /** A model that multiplies the sum of its features by itself and takes the sine, which mixes them. */
    private static OnnxGraphs mixing() {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, MIXED)
                .longs("axis", 1)
                .node("ReduceSum", List.of("x", "axis"), "sum")
                .node("Sin", List.of("sum"), "y")
                .output("y", DataType.FLOAT, -1, 1);
    }

    private static String mixingRow(double value) {
        return IntStream.range(0, MIXED)
                .mapToObj(i -> "\"f" + i + "\":" + value / 10)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Rows with residuals from -1 to 1, evenly. */
    private static String sums() {
        StringBuilder rows = new StringBuilder("a,b,y\n");
        for (int i = 0; i <= ROWS; i++) {
            double a = i % 7;
            double b = i % 11;
            rows.append(a + "," + b + "," + (a + 2 * b - 1 + 2.0 * i / ROWS) + "\n");
        }
        return rows.toString();
    }

    private static String notes() {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder(HEADER + ",class\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%.4f,%.4f,%s%n",
                    random.nextGaussian() * 2.8 + 0.4,
                    random.nextGaussian() * 5.8 + 1.9,
                    random.nextGaussian() * 4.3 + 1.4,
                    random.nextGaussian() * 2.1 - 1.2,
                    random.nextBoolean() ? "0" : "1"));
        }
        return rows.toString();
    }

    private static Http http() {
        return Http.to(server.orElseThrow());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void explainsARow() {
        JsonNode answer = http().postJson("/models/notes/predict?explain=true", BankNotes.FORGED)
                .json();

        assertThat(answer.get("label").asString()).isEqualTo("1");
        JsonNode explanation = answer.get("explanation");
        assertThat(explanation.propertyNames())
                .containsExactly("method", "space", "answer", "base", "value", "background_rows", "contributions");
        assertThat(explanation.get("method").asString()).isEqualTo("exact, linear");
        assertThat(explanation.get("space").asString()).isEqualTo("log-odds");
        assertThat(explanation.get("answer").asString()).isEqualTo("1");
        assertThat(explanation.get("background_rows").asInt()).isEqualTo(ROWS);
        assertThat(explanation.get("contributions").findValuesAsString("feature"))
                .containsExactly("variance", "skewness", "curtosis", "entropy");
        assertThat(explanation.at("/contributions/0").propertyNames())
                .containsExactly("feature", "value", "contribution");
        assertThat(explanation.at("/contributions/0/value").asDouble()).isEqualTo(-1.3971);
        assertThat(sum(explanation)).isCloseTo(explanation.get("value").asDouble(), within(1e-9));
        assertThat(1 / (1 + Math.exp(-explanation.get("value").asDouble())))
                .isCloseTo(answer.at("/probabilities/1").asDouble(), within(1e-5));
    }

    private static double sum(JsonNode explanation) {
        double sum = explanation.get("base").asDouble();
        for (JsonNode contribution : explanation.get("contributions")) {
            sum += contribution.get("contribution").asDouble();
        }
        return sum;
    }

    @Test
    void explainsEveryRowOfABatch() {
        JsonNode rows = http().postJson(
                        "/models/notes/predict?explain=true", "[" + BankNotes.FORGED + "," + BankNotes.GENUINE + "]")
                .json();

        assertThat(rows).hasSize(2);
        assertThat(rows.at("/0/explanation/answer").asString()).isEqualTo("1");
        assertThat(rows.at("/1/explanation/answer").asString()).isEqualTo("0");
    }

    @Test
    void explainsTheSameForAllFormats() {
        JsonNode posted = http().postJson("/models/notes/predict?explain", BankNotes.FORGED)
                .json();

        assertThat(http().get("/models/notes/predict?explain=true&" + QUERY).json())
                .isEqualTo(posted);
        assertThat(http().postForm("/models/notes/predict", QUERY + "&explain=true")
                        .json())
                .isEqualTo(posted);
        assertThat(http().postForm("/models/notes/predict?explain=true", QUERY).json())
                .isEqualTo(posted);
    }

    @Test
    void explainsAnotherClassComparedWithAGroupOrARow() {
        JsonNode own = explanation("");
        JsonNode other = explanation("&label=0");
        JsonNode group = explanation("&group=genuine");
        JsonNode compared = explanation("&compare=" + encoded(BankNotes.GENUINE));

        assertThat(other.get("answer").asString()).isEqualTo("0");
        assertThat(other.get("value").asDouble()).isCloseTo(-own.get("value").asDouble(), within(1e-9));
        assertThat(group.get("background_rows").asInt()).isBetween(1, ROWS - 1);
        assertThat(group.get("base").asDouble()).isLessThan(own.get("base").asDouble());
        assertThat(compared.get("background_rows").asInt()).isEqualTo(1);
        assertThat(compared.get("value").asDouble()).isCloseTo(own.get("value").asDouble(), within(1e-9));
    }

    private static JsonNode explanation(String options) {
        return http().postJson("/models/notes/predict?explain=true" + options, BankNotes.FORGED)
                .json()
                .get("explanation");
    }

    @Test
    void explainsWithoutReferenceDataComparedWithARow() {
        Answer answer = http().postJson(
                        "/models/bare/predict?explain=true&compare=" + encoded("{\"a\":1,\"b\":2}"),
                        "{\"a\":3,\"b\":5}");

        assertThat(answer.body())
                .isEqualTo("{\"model\":\"bare\",\"version\":\"1\",\"value\":13.0,\"explanation\":{"
                        + "\"method\":\"exact, linear\",\"space\":\"value\",\"answer\":\"y\",\"base\":5.0,"
                        + "\"value\":13.0,\"background_rows\":1,\"contributions\":["
                        + "{\"feature\":\"a\",\"value\":3.0,\"contribution\":2.0},"
                        + "{\"feature\":\"b\",\"value\":5.0,\"contribution\":6.0}]}}");
    }

    @Test
    void namesTheRemedyForMissingReferenceData() {
        Answer answer = http().postJson("/models/bare/predict?explain=true", "{\"a\":3,\"b\":5}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString())
                .isEqualTo("explain: the model's card has no reference data for explanations; add it with: annotate"
                        + " model.onnx --data train.csv --out explained.onnx; or compare with a row: compare={…}");
    }

    @Test
    void acceptsAnOptionInTheQueryStringOrTheForm() {
        Answer answer = http().postForm(
                        "/models/notes/predict?explain=true",
                        "variance=1&skewness=2&curtosis=3&entropy=4&explain=false");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).isEqualTo("explain: expected one value, got 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            explain=maybe                  | explain: expected true or false, got "maybe"
            label=1                        | label: requires explain=true or curves=true
            reasons=3                      | reasons: requires explain=true
            explain=true&label=x           | label: expected one of "0", "1", got "x"
            explain=true&group=x           | group: expected one of "all", "genuine", got "x"
            explain=true&reasons=-1        | reasons: expected a whole number from 0 to 100, got "-1"
            explain=true&compare=[]        | compare: expected one row as a JSON object, got an array
            explain=true&compare=%7B       | compare: expected one row as a JSON object; line 1, column 2: expected "}", got the end of the JSON
            explain=true&group=x&compare=[] | compare: expected one row as a JSON object, got an array (and 1 more)
            explain=true&label=0&label=1   | label: expected one value, got 2
            explian=true                   | unknown parameter "explian", did you mean "explain"?
            variance=1                     | unknown parameter "variance"
            explain=true&_=1764032400&points=0 | unknown parameter "_" (and 2 more)
            """)
    void namesTheOptionThatIsWrong(String options, String message) {
        Answer answer = http().postJson(
                        "/models/notes/predict?" + options.replace("[", "%5B").replace("]", "%5D"), BankNotes.FORGED);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).isEqualTo(message);
    }

    @Test
    void suggestsTheParameterThatWasMeant() {
        String note = "variance=1&skewness=2&curtosis=3&entropy=4";
        List<Answer> answers = List.of(
                http().postJson("/models/notes/predict?explian=true", BankNotes.FORGED),
                http().postForm("/models/notes/predict?explian=true", note),
                http().postForm("/models/notes/predict", note + "&explian=true"),
                http().get("/models/notes/predict?" + note + "&explian=true"),
                http().postCsv("/models/notes/predict?explian=true", "variance\n1\n"),
                http().postCsv("/models/notes/predict?lines=2", "variance\n1\n"));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400));
        assertThat(answers)
                .extracting(answer -> answer.json().at("/problems/0/suggestion").asString())
                .containsExactly("explain", "explain", "explain", "explain", "explain", "line");
        assertThat(answers)
                .extracting(answer -> answer.json().at("/problems/0/message").asString())
                .containsExactly(
                        "unknown parameter \"explian\"",
                        "unknown parameter \"explian\"",
                        "unknown feature \"explian\"",
                        "unknown feature \"explian\"",
                        "unknown parameter \"explian\"",
                        "unknown parameter \"lines\"");
    }

    @Test
    void listsAHundredUnknownParametersAtMost() {
        String query = IntStream.range(0, 1_000).mapToObj(i -> "p" + i).collect(Collectors.joining("&"));

        JsonNode answer = http().postJson("/models/notes/predict?" + query, BankNotes.FORGED)
                .json();

        assertThat(answer.get("total").asInt()).isEqualTo(1_000);
        assertThat(answer.get("problems")).hasSize(100);
    }

    @Test
    void namesWhatIsWrongWithTheRowToCompareWith() {
        Answer answer = http().postJson(
                        "/models/bare/predict?explain=true&compare=" + encoded("{\"a\":\"x\"}"), "{\"a\":3,\"b\":5}");

        assertThat(answer.json().get("problems").findValuesAsString("message"))
                .containsExactly(
                        "compare: a: expected a number, got the string \"x\"",
                        "compare: b: expected a number, got nothing");
    }

    @Test
    void limitsTheRowsOfAnExplanationOnly() {
        String rows = "[" + String.join(",", Collections.nCopies(4, BankNotes.FORGED)) + "]";

        Answer explained = http().postJson("/models/notes/predict?explain=true", rows);
        Answer plain = http().postJson("/models/notes/predict", rows);

        assertThat(explained.status()).isEqualTo(413);
        assertThat(explained.json().get("detail").asString())
                .isEqualTo(
                        "expected at most 3 rows with explanations, got 4; divide them among several requests, or send"
                                + " a CSV file");
        assertThat(plain.status()).isEqualTo(200);
    }

    @Test
    void takesTheNameOfAFeatureForTheFeature() {
        JsonNode predicted =
                http().get("/models/names/predict?explain=2&group=3").json();
        JsonNode posted = http().postJson(
                        "/models/names/predict?explain=true&compare=" + encoded("{\"explain\":1,\"group\":1}"),
                        "{\"explain\":2,\"group\":3}")
                .json();
        JsonNode form = http().postForm(
                        "/models/names/predict?explain=true&compare=" + encoded("{\"explain\":1,\"group\":1}"),
                        "explain=2&group=3")
                .json();

        assertThat(predicted.get("value").asDouble()).isEqualTo(8);
        assertThat(predicted.has("explanation")).isFalse();
        assertThat(posted.at("/explanation/contributions/1/contribution").asDouble())
                .isEqualTo(4);
        assertThat(form).isEqualTo(posted);
    }

    @Test
    void warnsOfWhatTheTrainingDataDoesNotHave() {
        JsonNode answer = http().postJson("/models/notes/predict", BankNotes.FORGED.replace("-1.3971", "100"))
                .json();

        assertThat(answer.get("warnings").toString())
                .isEqualTo("[{\"feature\":\"variance\",\"kind\":\"outside-training-range\",\"distance\":93.1752,"
                        + "\"message\":\"100 is 93.1752 above the training range of -7.0421 to 6.8248\"}]");
        assertThat(http().postJson("/models/notes/predict", BankNotes.FORGED)
                        .json()
                        .has("warnings"))
                .isFalse();
    }

    @Test
    void explainsTheRowsOfAFile() {
        Answer answer = http().postCsv(
                        "/models/notes/predict?explain=true&reasons=2&warnings=true&uncertainty=true",
                        HEADER + "\n" + FORGED + "\nx,1,1,1\n-100,1,1,1\n");

        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo(HEADER + ",label,probability_0,probability_1,observed_from,observed_to,observed,"
                        + "observed_count,warnings,"
                        + "contribution_variance,contribution_skewness,contribution_curtosis,contribution_entropy,"
                        + "reasons,error");
        JsonNode contributions = explanation("").get("contributions");
        assertThat(List.of(lines.get(1).split(",")).subList(12, 16))
                .containsExactlyElementsOf(contributions.findValuesAsString("contribution"));
        assertThat(lines.get(1))
                .matches(".*,variance = -1\\.3971 raises the log-odds of forged by [0-9.]+; curtosis = -1\\.3927 raises"
                        + " the log-odds of forged by [0-9.]+,");
        assertThat(lines.get(2))
                .isEqualTo("x,1,1,1" + ",".repeat(14) + "\"variance: expected a number, got \"\"x\"\"\"");
        assertThat(lines.get(3)).contains(",variance: -100 is 92.9579 below the training range of -7.0421 to 6.8248,");
    }

    @Test
    void writesTheDetailsOfAFileAsJson() {
        JsonNode rows = http().postCsv(
                        "/models/notes/predict?explain=true",
                        HEADER + "\n" + FORGED + "\nx,1,1,1\n",
                        "Accept",
                        "application/json")
                .json();

        assertThat(rows.at("/0/explanation")).isEqualTo(explanation(""));
        assertThat(rows.at("/1/error").asString()).isEqualTo("variance: expected a number, got \"x\"");
    }

    @Test
    void writesOneRowWithItsContributionsAsCsv() {
        Answer answer = http().get("/models/notes/predict?explain=true&" + QUERY, "Accept", "text/csv");

        assertThat(answer.body().lines().findFirst())
                .contains(HEADER + ",label,probability_0,probability_1,contribution_variance,contribution_skewness,"
                        + "contribution_curtosis,contribution_entropy,error");
    }

    @Test
    void addsTheShareThatWasObservedForAProbability() {
        JsonNode observed = http().postJson("/models/notes/predict", BankNotes.FORGED)
                .json()
                .get("observed");

        assertThat(observed.propertyNames()).containsExactly("from", "to", "share", "count", "basis");
        assertThat(observed.get("from").asDouble()).isBetween(0.0, 0.998488);
        assertThat(observed.get("to").asDouble()).isBetween(0.998, 1.0);
        assertThat(observed.get("share").asDouble()).isBetween(0.0, 1.0);
        assertThat(observed.get("count").asInt()).isBetween(1, ROWS);
        assertThat(observed.get("basis").asString()).isEqualTo("unknown");
    }

    @Test
    void addsTheIntervalOfAValue() {
        JsonNode answer =
                http().postJson("/models/sums/predict", "{\"a\":1,\"b\":1}").json();

        assertThat(answer.get("interval").propertyNames()).containsExactly("level", "from", "to", "basis");
        assertThat(answer.at("/interval/basis").asString()).isEqualTo("unknown");
        assertThat(answer.at("/interval/level").asDouble()).isEqualTo(0.9);
        assertThat(answer.at("/interval/from").asDouble()).isCloseTo(3 - 0.9, within(0.1));
        assertThat(answer.at("/interval/to").asDouble()).isCloseTo(3 + 0.9, within(0.1));
        assertThat(http().postCsv("/models/sums/predict?uncertainty", "a,b\n1,1\n")
                        .body())
                .startsWith("a,b,value,interval_from,interval_to,error\n".replace("\n", "\r\n"));
    }

    @Test
    void estimatesTheContributionsToAModelOfManyMixedFeatures() {
        Answer answer =
                http().postJson("/models/mixing/predict?explain=true&compare=" + encoded(mixingRow(0)), mixingRow(1));

        JsonNode explanation = answer.json().get("explanation");
        assertThat(explanation.get("method").asString()).isEqualTo("estimated, random combinations");
        assertThat(explanation.get("samples").asInt()).isGreaterThan(1);
        assertThat(explanation.at("/contributions/0/standard_error").asDouble()).isGreaterThanOrEqualTo(0);
        assertThat(sum(explanation)).isCloseTo(explanation.get("value").asDouble(), within(1e-6));
    }

    @Test
    void explainsInKservesFirstProtocol() {
        JsonNode answer = http().postJson("/v1/models/notes:explain", "{\"instances\":[[" + FORGED + "]]}")
                .json();

        assertThat(answer.get("predictions").toString()).isEqualTo("[\"1\"]");
        assertThat(answer.get("explanations")).hasSize(1);
        assertThat(answer.at("/explanations/0")).isEqualTo(explanation(""));
        assertThat(http().postJson("/v1/models/bare:explain", "{\"instances\":[[1,2]]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answersContributionsAsATensorIfTheyAreNamed() {
        String inputs = "\"inputs\":[" + tensor("variance", -1.3971) + "," + tensor("skewness", 3.3191) + ","
                + tensor("curtosis", -1.3927) + "," + tensor("entropy", -1.9948) + "]";
        JsonNode named = http().postJson(
                        "/v2/models/notes/infer",
                        "{" + inputs + ",\"outputs\":[{\"name\":\"contributions\"},{\"name\":\"label\"}]}")
                .json();
        JsonNode all =
                http().postJson("/v2/models/notes/infer", "{" + inputs + "}").json();
        JsonNode other = http().postJson(
                        "/v2/models/notes/infer",
                        "{\"parameters\":{\"label\":\"0\",\"group\":\"genuine\"}," + inputs
                                + ",\"outputs\":[{\"name\":\"contributions\"}]}")
                .json();

        assertThat(named.at("/outputs/0").toString())
                .startsWith("{\"name\":\"contributions\",\"datatype\":\"FP64\",\"shape\":[1,4],\"data\":[");
        assertThat(numbers(named.at("/outputs/0/data"))).containsExactly(contributions(explanation("")), within(1e-5));
        assertThat(named.at("/outputs/1/name").asString()).isEqualTo("label");
        assertThat(all.get("outputs").findValuesAsString("name")).doesNotContain("contributions");
        assertThat(numbers(other.at("/outputs/0/data")))
                .containsExactly(contributions(explanation("&label=0&group=genuine")), within(1e-5));
    }

    @Test
    void refusesContributionsOfTooManyRowsBeforeTheModelRuns() {
        String data = "\"shape\":[4,1],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}";
        String request = "{\"inputs\":[{\"name\":\"variance\"," + data + ",{\"name\":\"skewness\"," + data
                + ",{\"name\":\"curtosis\"," + data + ",{\"name\":\"entropy\"," + data
                + "],\"outputs\":[{\"name\":\"label\"},{\"name\":\"contributions\"}]}";
        String runs = runs();

        Answer refused = http().postJson("/v2/models/notes/infer", request);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body())
                .isEqualTo("{\"error\":\"expected at most 3 rows with explanations, got 4; divide them among several"
                        + " requests\"}");
        assertThat(runs()).isEqualTo(runs);
    }

    private static String runs() {
        return http().get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("onward_model_run_duration_seconds_count") && line.contains("notes"))
                .collect(Collectors.joining());
    }

    @Test
    void namesParametersThatAreNotTextOnlyForContributions() {
        String inputs = "\"parameters\":{\"label\":1},\"inputs\":[" + tensor("variance", -1.3971) + ","
                + tensor("skewness", 3.3191) + "," + tensor("curtosis", -1.3927) + "," + tensor("entropy", -1.9948)
                + "]";

        Answer refused = http().postJson(
                        "/v2/models/notes/infer", "{" + inputs + ",\"outputs\":[{\"name\":\"contributions\"}]}");
        Answer plain = http().postJson("/v2/models/notes/infer", "{" + inputs + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("{\"error\":\"parameters.label: expected a string, got a number\"}");
        assertThat(plain.status()).isEqualTo(200);
    }

    @Test
    void describesTheOptionsOfAForm() {
        OpenApi document = new OpenApi(http().get("/openapi.json").body());
        JsonNode form = document.root().at("/paths/~1models~1notes~1predict/post/requestBody/$ref");
        String name = form.asString().replaceFirst(".*/", "");
        JsonNode fields = document.root().at("/components/schemas/" + name + ".Form");

        assertThat(document.faults(
                        fields.deepCopy(),
                        BankNotes.FORGED.replace("}", ",\"explain\":true,\"label\":\"0\",\"reasons\":3}")))
                .isEmpty();
        assertThat(document.faults(fields.deepCopy(), BankNotes.FORGED.replace("}", ",\"other\":1}")))
                .isNotEmpty();
    }

    private static String tensor(String name, double value) {
        return "{\"name\":\"" + name + "\",\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[" + value + "]}";
    }

    private static double[] contributions(JsonNode explanation) {
        return explanation.get("contributions").findValuesAsString("contribution").stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] numbers(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    @Test
    void listsContributionsAmongTheOutputsOfAModelThatHasThem() {
        assertThat(http().get("/v2/models/notes").json().get("outputs").findValuesAsString("name"))
                .endsWith("contributions");
        assertThat(http().get("/v2/models/bare").json().get("outputs").findValuesAsString("name"))
                .containsExactly("y");
        assertThat(http().postJson(
                                "/v2/models/bare/infer",
                                "{\"inputs\":[{\"name\":\"a\",\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[1]},"
                                        + "{\"name\":\"b\",\"datatype\":\"FP32\",\"shape\":[1,1],\"data\":[1]}],"
                                        + "\"outputs\":[{\"name\":\"contributions\"}]}")
                        .body())
                .isEqualTo("{\"error\":\"output \\\"contributions\\\": the model has no such output; contributions"
                        + " need reference data in its card, which the command annotate adds\"}");
    }

    @Test
    void describesTheOptionsAndTheExplanations() {
        OpenApi document = new OpenApi(http().get("/openapi.json").body());

        assertThat(document.faults()).isEmpty();
        assertThat(document.danglingReferences()).isEmpty();
        assertThat(document.root()
                        .at("/paths/~1models~1notes~1predict/post/parameters")
                        .toString())
                .contains("#/components/parameters/explain", "#/components/parameters/compare");
        assertThat(document.root()
                        .at("/paths/~1models~1names~1predict/get/parameters")
                        .toString())
                .contains("#/components/parameters/compare")
                .doesNotContain("#/components/parameters/explain");
        assertThat(document.root().at("/paths/~1v1~1models~1notes:explain/post").isMissingNode())
                .isFalse();
    }

    @Test
    void warnsOfMissingValues() throws IOException {
        Path mixed = Files.createDirectory(folder.resolve("mixed"));
        try (WebApp other = WebApp.serve("--model", MixedModel.write(mixed).toString())) {
            String row =
                    "{\"amount\":null,\"rooms\":2,\"is member\":true,\"plan\":\"plus\",\"it's a \\\"remark\\\"\":\"\"}";

            JsonNode warnings = Http.to(other).postJson("/predict", row).json().get("warnings");

            assertThat(warnings.toString())
                    .isEqualTo(
                            "[{\"feature\":\"amount\",\"kind\":\"missing-value\",\"message\":\"no value; the model treats"
                                    + " it as missing\"}]");
        }
    }

    @Test
    void countsExplanations() {
        http().postJson("/models/notes/predict?explain=true", BankNotes.FORGED);

        assertThat(http().get("/metrics").body())
                .containsPattern(
                        "onward_explanations_total\\{model=\"notes\",outcome=\"computed\",version=\"1\"} [1-9]")
                .contains("onward_explanations_total{model=\"notes\",outcome=\"failed\",version=\"1\"} 0.0")
                .contains("onward_explanations_rejected_total 0.0")
                .contains("onward_explanations_in_progress 0.0");
    }
}
