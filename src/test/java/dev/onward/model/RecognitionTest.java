package dev.onward.model;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.onward.json.JsonRows;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What outputs are taken for, and by which rule. */
class RecognitionTest {

    private static final String ROW = "{\"f0\":1,\"f1\":3}";

    @Test
    void callsNumbersWithoutProofValues() {
        assertAnswer(echo(), "{\"values\":{\"y_0\":1.0,\"y_1\":3.0}}", "output \"y\": 2 numbers");
    }

    @Test
    void callsSoftmaxAloneNumberedClasses() {
        assertAnswer(
                matrix().node("Softmax", List.of("x"), "y").output("y", DataType.FLOAT, -1, 2),
                "{\"label\":\"1\",\"title\":\"1\",\"probabilities\":{\"0\":0.11920,\"1\":0.88079}}",
                "output \"y\": probabilities (from Softmax) of 2 classes (0, 1), numbered by position");
    }

    @Test
    void callsSeveralSigmoidsNumbersSinceTheyNeedNotExcludeEachOther() {
        assertAnswer(
                matrix().node("Sigmoid", List.of("x"), "y").output("y", DataType.FLOAT, -1, 2),
                "{\"values\":{\"y_0\":0.73105,\"y_1\":0.95257}}",
                "output \"y\": 2 numbers");
    }

    @Test
    void callsOneSigmoidTheSecondOfTwoClassesUnlessTheCardSaysRegression() {
        assertAnswer(
                sum().node("Sigmoid", List.of("s"), "y").output("y", DataType.FLOAT, -1, 1),
                "{\"label\":\"1\",\"title\":\"1\",\"probabilities\":{\"0\":0.01798,\"1\":0.98201}}",
                "output \"y\": probabilities (from Sigmoid) of 2 classes (0, 1), numbered by position");
        assertAnswer(
                sum().node("Sigmoid", List.of("s"), "y")
                        .output("y", DataType.FLOAT, -1, 1)
                        .card("{\"task\":\"regression\",\"values\":[{\"name\":\"chance\"}]}"),
                "{\"value\":0.98201}",
                "output \"y\": one number");
    }

    @Test
    void takesTheCardsWordThatLogitsAreClasses() {
        assertAnswer(
                echo().card(
                                "{\"task\":\"classification\",\"labels\":[{\"name\":\"no\"},{\"name\":\"yes\",\"title\":\"Yes!\"}]}"),
                "{\"label\":\"yes\",\"title\":\"Yes!\",\"scores\":{\"no\":1.0,\"yes\":3.0}}",
                "output \"y\": scores (not known to be probabilities) of 2 classes (0, 1), numbered by position");
    }

    @Test
    void takesTheCardsWordThatScoresAreProbabilitiesOrNot() {
        assertAnswer(
                matrix().node("Softmax", List.of("x"), "y")
                        .output("y", DataType.FLOAT, -1, 2)
                        .card("{\"probabilities\":false}"),
                "{\"label\":\"1\",\"title\":\"1\",\"scores\":{\"0\":0.11920,\"1\":0.88079}}",
                "output \"y\": scores (according to the card) of 2 classes (0, 1), numbered by position");
        assertAnswer(
                echo().card(
                                "{\"task\":\"classification\",\"probabilities\":true,\"labels\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"),
                "{\"label\":\"b\",\"title\":\"b\",\"probabilities\":{\"a\":1.0,\"b\":3.0}}",
                "output \"y\": probabilities (according to the card) of 2 classes (0, 1), numbered by position");
    }

    @Test
    void namesClassesByTheEncoderThatMakesTheLabel() {
        OnnxGraphs graph = matrix().node("ArgMax", List.of("x"), "i", attribute("axis", 1), attribute("keepdims", 0))
                .ml(
                        "LabelEncoder",
                        List.of("i"),
                        List.of("label"),
                        OnnxGraphs.ints("keys_int64s", List.of(1L, 0L)),
                        strings("values_strings", List.of("late", "early")))
                .node("Identity", List.of("x"), "y")
                .output("label", DataType.STRING, -1)
                .output("y", DataType.FLOAT, -1, 2);

        assertAnswer(
                graph,
                "{\"label\":\"late\",\"title\":\"late\",\"scores\":{\"early\":1.0,\"late\":3.0}}",
                "output \"label\": the predicted class; classes named by LabelEncoder");
    }

    @Test
    void namesNumberedClassesByTheCard() {
        OnnxGraphs graph = argMax().card("{\"labels\":[{\"name\":\"early\"},{\"name\":\"late\"}]}");

        assertAnswer(
                graph,
                "{\"label\":\"late\",\"title\":\"late\",\"scores\":{\"early\":1.0,\"late\":3.0}}",
                "output \"label\": the predicted class; classes numbered by ArgMax");
        assertAnswer(
                argMax(),
                "{\"label\":\"1\",\"title\":\"1\",\"scores\":{\"0\":1.0,\"1\":3.0}}",
                "output \"label\": the predicted class; classes numbered by ArgMax");
    }

    @Test
    void answersALabelAloneWithoutScores() {
        assertAnswer(
                matrix().node("ArgMax", List.of("x"), "i", attribute("axis", 1), attribute("keepdims", 0))
                        .strings("names", "early", "late")
                        .node("Gather", List.of("names", "i"), "label")
                        .output("label", DataType.STRING, -1),
                "{\"label\":\"late\",\"title\":\"late\"}",
                "output \"label\": the predicted class, without scores");
    }

    @Test
    void readsAZipMapAloneByItsNames() {
        assertAnswer(
                matrix().ml(
                                "ZipMap",
                                List.of("x"),
                                List.of("y"),
                                strings("classlabels_strings", List.of("early", "late")))
                        .output("y", DataType.FLOAT),
                "{\"label\":\"late\",\"title\":\"late\",\"probabilities\":{\"early\":1.0,\"late\":3.0}}",
                "output \"y\": probabilities (from a ZipMap) of 2 classes (early, late), named by the ZipMap");
    }

    @Test
    void doesNotBelieveAZipMapThatNamesAnotherNumberOfClasses() {
        assertAnswer(
                matrix().ml(
                                "ZipMap",
                                List.of("x"),
                                List.of("y"),
                                strings("classlabels_strings", List.of("a", "b", "c")))
                        .output("y", DataType.FLOAT),
                "{\"values\":{\"y_0\":1.0,\"y_1\":3.0}}",
                "output \"y\": 2 numbers");
    }

    @Test
    void doesNotCallTheScoresOfALinearModelProbabilitiesForTheirZipMap() {
        assertAnswer(
                matrix().floats("weights", new long[] {2, 2}, 1, 0, 0, 1)
                        .node("MatMul", List.of("x", "weights"), "scores")
                        .ml(
                                "ZipMap",
                                List.of("scores"),
                                List.of("y"),
                                strings("classlabels_strings", List.of("a", "b")))
                        .output("y", DataType.FLOAT),
                "{\"label\":\"b\",\"title\":\"b\",\"scores\":{\"a\":1.0,\"b\":3.0}}",
                "output \"y\": scores (not known to be probabilities) of 2 classes (a, b), named by the ZipMap");
    }

    @Test
    void readsLabelsThatLieInASingleRow() {
        OnnxGraphs graph = matrix().node("ArgMax", List.of("x"), "i", attribute("axis", 1), attribute("keepdims", 0))
                .strings("names", "early", "late")
                .ml("ArrayFeatureExtractor", List.of("names", "i"), List.of("label"))
                .node("Identity", List.of("x"), "y")
                .output("label", DataType.STRING, 1, -1)
                .output("y", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "[" + ROW + ",{\"f0\":3,\"f1\":1}]"))
                    .isEqualTo("[{\"label\":\"late\",\"title\":\"late\",\"scores\":{\"early\":1.0,\"late\":3.0}},"
                            + "{\"label\":\"early\",\"title\":\"early\",\"scores\":{\"early\":3.0,\"late\":1.0}}]");
        }
    }

    @Test
    void takesBlankLabelsAndRefusesThoseThatTheRuntimeMiscodes() {
        OnnxGraphs blank = matrix().ml(
                        "ZipMap", List.of("x"), List.of("y"), strings("classlabels_strings", List.of(" ", "")))
                .output("y", DataType.FLOAT);
        assertAnswer(
                blank,
                "{\"label\":\"\",\"title\":\"\\\"\\\"\",\"probabilities\":{\" \":1.0,\"\":3.0}}",
                "output \"y\": probabilities (from a ZipMap) of 2 classes ( , ), named by the ZipMap");
        OnnxGraphs miscoded = matrix().node("ArgMax", List.of("x"), "i", attribute("axis", 1), attribute("keepdims", 0))
                .strings("names", "early", "😀")
                .node("Gather", List.of("names", "i"), "label")
                .node("Identity", List.of("x"), "y")
                .output("label", DataType.STRING, -1)
                .output("y", DataType.FLOAT, -1, 2);
        assertThatThrownBy(miscoded::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: the label \"😀\" contains characters beyond U+FFFF, which ONNX Runtime's Java"
                        + " API encodes incorrectly; export the model with another label");
    }

    @ParameterizedTest
    @CsvSource({"NONE, scores", "LOGISTIC, probabilities", "SOFTMAX, probabilities"})
    void knowsAClassifiersOwnLastStep(String transform, String kind) {
        OnnxGraphs graph = matrix().ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "numbers"),
                        floats("coefficients", 1, 0, 0, 1),
                        floats("intercepts", 0, 0),
                        strings("classlabels_strings", List.of("a", "b")),
                        transform(transform))
                .output("label", DataType.STRING, -1)
                .output("numbers", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, ROW)).startsWith("{\"label\":\"b\",\"title\":\"b\",\"" + kind + "\":{\"a\":");
        }
    }

    @Test
    void answersByNameWhatNoRuleKnows() {
        assertAnswer(
                matrix().floats("two", new long[] {1}, 2)
                        .node("Greater", List.of("x", "two"), "big")
                        .node("Identity", List.of("x"), "y")
                        .longs("first", 0)
                        .node("Gather", List.of("x", "first"), "column", attribute("axis", 1))
                        .node("Cast", List.of("column"), "whole", attribute("to", DataType.INT64_VALUE))
                        .output("big", DataType.BOOL, -1, 2)
                        .output("y", DataType.FLOAT, -1, 2)
                        .output("whole", DataType.INT64, -1, 1),
                "{\"outputs\":{\"big_0\":false,\"big_1\":true,\"y_0\":1.0,\"y_1\":3.0,\"whole\":1}}",
                "output \"big\": meaning unknown, returned under its own name");
    }

    @Test
    void doesNotTakeAnUnrelatedWholeNumberForALabel() {
        assertAnswer(
                matrix().longs("first", 0)
                        .node("Gather", List.of("x", "first"), "column", attribute("axis", 1))
                        .node("Cast", List.of("column"), "count", attribute("to", DataType.INT64_VALUE))
                        .node("Identity", List.of("x"), "y")
                        .output("count", DataType.INT64, -1, 1)
                        .output("y", DataType.FLOAT, -1, 2),
                "{\"outputs\":{\"count\":1,\"y_0\":1.0,\"y_1\":3.0}}",
                "output \"count\": meaning unknown, returned under its own name");
    }

    @Test
    void putsDecimalOutputsSideBySide() {
        assertAnswer(
                matrix().node("Identity", List.of("x"), "y")
                        .longs("one", 1)
                        .node("ReduceSum", List.of("x", "one"), "s", attribute("keepdims", 0))
                        .output("s", DataType.FLOAT, -1)
                        .output("y", DataType.FLOAT, -1, 2),
                "{\"values\":{\"s\":4.0,\"y_0\":1.0,\"y_1\":3.0}}",
                "output \"s\": one number");
    }

    @Test
    void leavesOutWhatHasNoRowForEachRow() {
        try (Model model = matrix().node("Identity", List.of("x"), "y")
                .node("ReduceMean", List.of("x"), "all", attribute("keepdims", 1))
                .output("y", DataType.FLOAT, -1, 2)
                .output("all", DataType.FLOAT, 1, 1)
                .open()) {
            assertThat(Asking.json(model, ROW)).isEqualTo("{\"values\":{\"y_0\":1.0,\"y_1\":3.0}}");
            assertThat(model.recognition())
                    .contains(
                            "output \"all\": left out because it does not have one row for each input row, or because its"
                                    + " type is not supported");
        }
        try (Model model = matrix().node("ReduceMean", List.of("x"), "all", attribute("keepdims", 0))
                .output("all", DataType.FLOAT)
                .open()) {
            assertThat(model.notTabularReason())
                    .contains("no output has one row for each"
                            + " input row; export the model with such an output, or send tensors to /v2");
        }
    }

    @Test
    void saysWhyANumberIsNone() {
        assertAnswer(
                matrix().floats("zero", new long[] {1, 2}, 0, 1)
                        .node("Div", List.of("x", "zero"), "y")
                        .output("y", DataType.FLOAT, -1, 2),
                "{\"values\":{\"y_0\":null,\"y_1\":3.0},\"reason\":\"the model returned Infinity for \\\"y_0\\\"\"}",
                "output \"y\": 2 numbers");
    }

    @Test
    void refusesACardWhoseTaskLabelsOrValuesDoNotFit() {
        assertRefused(
                echo().card("{\"task\":\"classification\",\"labels\":[{\"name\":\"a\"}]}"),
                "the card's task is classification: expected the graph to output a label and a number for each label"
                        + " in the card, got \"y\" (float [rows, 2])");
        assertRefused(
                echo().card("{\"values\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}"),
                "expected 2 values, got 3");
        assertRefused(
                argMax().card("{\"labels\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}"),
                "expected the labels \"0\", \"1\", got \"a\", \"b\", \"c\"");
    }

    @Test
    void answersByNameWhatAZipMapAndItsClassifierNameDifferently() {
        OnnxGraphs graph = matrix().ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "numbers"),
                        floats("coefficients", 1, 0, 0, 1),
                        floats("intercepts", 0, 0),
                        strings("classlabels_strings", List.of("a", "b")),
                        transform("SOFTMAX"))
                .ml("ZipMap", List.of("numbers"), List.of("y"), strings("classlabels_strings", List.of("b", "a")))
                .output("label", DataType.STRING, -1)
                .output("y", DataType.FLOAT);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, ROW)).startsWith("{\"outputs\":{\"label\":\"b\",\"y_0\":");
        }
    }

    @Test
    void callsNoProbabilitiesWhatSoftmaxMakesOverRowsOrAnothersSoftmaxOrACastSpoils() {
        for (OnnxGraphs graph : List.of(
                matrix().node("Softmax", List.of("x"), "y", attribute("axis", 0)),
                matrix().node("Softmax", List.of("x"), "s")
                        .node("Cast", List.of("s"), "i", attribute("to", DataType.INT64_VALUE))
                        .node("Cast", List.of("i"), "y", attribute("to", DataType.FLOAT_VALUE)))) {
            try (Model model = graph.output("y", DataType.FLOAT, -1, 2).open()) {
                assertThat(Asking.json(model, ROW)).startsWith("{\"values\":");
            }
        }
    }

    @Test
    void givesEachOutputItsOwnName() {
        OnnxGraphs graph = matrix().node("Identity", List.of("x"), "y")
                .longs("one", 1)
                .node("ReduceSum", List.of("x", "one"), "y_0")
                .output("y", DataType.FLOAT, -1, 2)
                .output("y_0", DataType.FLOAT, -1, 1);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, ROW)).isEqualTo("{\"values\":{\"y_0\":1.0,\"y_1\":3.0,\"y_0_\":4.0}}");
        }
    }

    @Test
    void saysOfARowThatItsLabelIsNoClass() {
        OnnxGraphs graph = matrix().longs("first", 0)
                .node("Gather", List.of("x", "first"), "column", attribute("axis", 1))
                .node("Cast", List.of("column"), "i", attribute("to", DataType.INT64_VALUE))
                .ml(
                        "LabelEncoder",
                        List.of("i"),
                        List.of("label"),
                        OnnxGraphs.ints("keys_int64s", List.of(0L, 1L)),
                        strings("values_strings", List.of("early", "late")))
                .node("Identity", List.of("x"), "y")
                .output("label", DataType.STRING, -1, 1)
                .output("y", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, ROW)).startsWith("{\"label\":\"late\"");
            assertThatThrownBy(() -> Asking.json(model, "[" + ROW + ",{\"f0\":7,\"f1\":1}]"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("row 2: the model returned the label \"_Unused\", which is not one of its classes");
        }
    }

    @Test
    void knowsWhetherLabelsAreWholeNumbersOrText() {
        OnnxGraphs softmax = matrix().node("Softmax", List.of("x"), "y").output("y", DataType.FLOAT, -1, 2);
        String renamed = "{\"labels\":[{\"name\":\"early\"},{\"name\":\"late\"}]}";
        String titled = "{\"labels\":[{\"name\":\"0\",\"title\":\"Early\"},{\"name\":\"1\",\"title\":\"Late\"}]}";

        assertWhole(argMax(), true);
        assertWhole(argMax().card(titled), true);
        assertWhole(argMax().card(renamed), false);
        assertWhole(softmax, true);
        assertWhole(zipMap(OnnxGraphs.ints("classlabels_int64s", List.of(10L, 20L))), true);
        assertWhole(zipMap(strings("classlabels_strings", List.of("10", "20"))), false);
        assertWhole(
                matrix().node("ArgMax", List.of("x"), "label", attribute("axis", 1), attribute("keepdims", 0))
                        .output("label", DataType.INT64, -1),
                true);
        assertWhole(
                matrix().node("ArgMax", List.of("x"), "i", attribute("axis", 1), attribute("keepdims", 0))
                        .strings("names", "0", "1")
                        .node("Gather", List.of("names", "i"), "label")
                        .output("label", DataType.STRING, -1),
                false);
    }

    private static void assertWhole(OnnxGraphs graph, boolean whole) {
        try (Model model = graph.open()) {
            Table none = new TableBuilder(model.schema()).build();
            Table row = JsonRows.read(new ByteArrayInputStream(ROW.getBytes(StandardCharsets.UTF_8)), model.schema(), 1)
                    .table();

            assertThat(((Prediction.Classes) model.predict(none)).areWhole()).isEqualTo(whole);
            assertThat(((Prediction.Classes) model.predict(row)).areWhole()).isEqualTo(whole);
        }
    }

    private static OnnxGraphs zipMap(AttributeProto names) {
        return matrix().ml("ZipMap", List.of("x"), List.of("y"), names).output("y", DataType.FLOAT);
    }

    @ParameterizedTest
    @CsvSource({"UINT16, 60000, 65535", "UINT32, 3000000000, 65535", "UINT64, 9007199254740992, 65535"})
    void readsUnsignedOutputsExactly(DataType type, String first, String second) {
        assertAnswer(
                matrix().node("Cast", List.of("x"), "n", attribute("to", type.getNumber()))
                        .output("n", type, -1, 2),
                "{\"f0\":" + first + ",\"f1\":" + second + "}",
                "{\"outputs\":{\"n_0\":" + first + ",\"n_1\":" + second + "}}",
                "output \"n\": meaning unknown, returned under its own name");
    }

    @Test
    void saysOfARowThatItsUnsignedNumberIsTooLarge() {
        try (Model model = matrix().node("Cast", List.of("x"), "n", attribute("to", DataType.UINT64_VALUE))
                .output("n", DataType.UINT64, -1, 2)
                .open()) {
            assertThatThrownBy(() -> Asking.json(model, "[" + ROW + ",{\"f0\":1e19,\"f1\":1}]"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("row 2: the model cannot process this row");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25, 0.1, 0.4, probabilities",
        "0.25, 0.25, 0.1, 0.5, scores",
        "0.3, 0.2, -0.1, 0.6, scores",
        "1, 3, 2, 2, scores"
    })
    void callsSharesInTheLeavesOfAForestProbabilities(
            float first, float second, float third, float fourth, String kind) {
        OnnxGraphs graph = matrix().ml(
                        "TreeEnsembleClassifier",
                        List.of("x"),
                        List.of("label", "numbers"),
                        OnnxGraphs.ints("nodes_treeids", List.of(0L, 1L)),
                        OnnxGraphs.ints("nodes_nodeids", List.of(0L, 0L)),
                        strings("nodes_modes", List.of("LEAF", "LEAF")),
                        OnnxGraphs.ints("nodes_featureids", List.of(0L, 0L)),
                        floats("nodes_values", 0, 0),
                        OnnxGraphs.ints("nodes_truenodeids", List.of(0L, 0L)),
                        OnnxGraphs.ints("nodes_falsenodeids", List.of(0L, 0L)),
                        OnnxGraphs.ints("class_treeids", List.of(0L, 0L, 1L, 1L)),
                        OnnxGraphs.ints("class_nodeids", List.of(0L, 0L, 0L, 0L)),
                        OnnxGraphs.ints("class_ids", List.of(0L, 1L, 0L, 1L)),
                        floats("class_weights", first, second, third, fourth),
                        strings("classlabels_strings", List.of("a", "b")))
                .output("label", DataType.STRING, -1)
                .output("numbers", DataType.FLOAT, -1, 2);

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, ROW)).contains("\"" + kind + "\":{\"a\":");
        }
    }

    /** The layout of the file is ML.NET's: a column of the training data is an input and an output. */
    @Test
    void leavesTheTargetOutThatMlNetLeftAmongTheInputs() {
        OnnxGraphs graph = mlNet("mlnet.Score.SlotNames");

        assertAnswer(
                graph,
                "{\"label\":\"late\",\"title\":\"late\",\"probabilities\":{\"early\":0.11920,\"late\":0.88079}}",
                "input \"Label\": not a feature, because no prediction depends on it");
        try (Model model = graph.open()) {
            assertThat(model.schema().names()).containsExactly("f0", "f1");
            assertThat(model.signature().inputs()).extracting("name").containsExactly("Features");
        }
        assertAnswer(
                mlNet("other"),
                "{\"label\":\"2\",\"title\":\"2\",\"probabilities\":{\"1\":0.11920,\"2\":0.88079}}",
                "output \"PredictedLabel.output\": the predicted class; classes named by LinearClassifier");
    }

    @Test
    void keepsEveryInputOfAnotherToolThatUsesTheNamesOfMlNet() {
        try (Model model = mlNet("mlnet.Score.SlotNames").producer("other").open()) {
            assertThat(model.schema().names()).containsExactly("Label", "f0", "f1");
        }
    }

    @Test
    void readsTheBooleanLabelOfMlNet() {
        OnnxGraphs graph = new OnnxGraphs()
                .producer("ML.NET")
                .input("Label", DataType.BOOL, -1, 1)
                .input("Features", DataType.FLOAT, -1, 2)
                .longs("one", 1)
                .node("ReduceSum", List.of("Features", "one"), "Score")
                .node("Sigmoid", List.of("Score"), "Probability")
                .floats("zero", new long[] {1}, 0)
                .node("Greater", List.of("Score", "zero"), "PredictedLabel.output")
                .node("Identity", List.of("Label"), "Label.output")
                .node("Identity", List.of("Features"), "Features.output")
                .node("Identity", List.of("Score"), "Score.output")
                .node("Identity", List.of("Probability"), "Probability.output")
                .output("Label.output", DataType.BOOL, -1, 1)
                .output("Features.output", DataType.FLOAT, -1, 2)
                .output("PredictedLabel.output", DataType.BOOL, -1, 1)
                .output("Score.output", DataType.FLOAT, -1, 1)
                .output("Probability.output", DataType.FLOAT, -1, 1);

        assertAnswer(
                graph,
                "{\"label\":\"true\",\"title\":\"true\",\"probabilities\":{\"false\":0.01798,\"true\":0.98201}}",
                "output \"Probability.output\": probabilities (from Sigmoid) of 2 classes (false, true), named by their"
                        + " type");
    }

    /** One of its trainers writes a softmax in several operators. */
    @ParameterizedTest
    @ValueSource(strings = {"ML.NET", "onnx.optimizer"})
    void readsTheClassesThatMlNetNumbersFromOne(String producer) {
        OnnxGraphs graph = withKeyAsLabel(numbered(1)).producer(producer);

        assertAnswer(
                graph,
                "{\"label\":\"2\",\"title\":\"2\",\"probabilities\":{\"1\":0.11920,\"2\":0.88079}}",
                "output \"Score.output\": probabilities (from Softmax) of 2 classes (1, 2), numbered by ArgMax");
        try (Model model = graph.open()) {
            assertThat(model.recognition())
                    .contains("output \"Features.output\": left out, because ML.NET's names mark the prediction");
        }
    }

    @Test
    void namesTheClassesThatMlNetNumbersFromOne() {
        OnnxGraphs graph = numbered(1)
                .node("Cast", List.of("Key"), "Whole", attribute("to", DataType.INT64_VALUE))
                .ml(
                        "LabelEncoder",
                        List.of("Whole"),
                        List.of("PredictedLabel.output"),
                        OnnxGraphs.ints("keys_int64s", List.of(1L, 2L)),
                        strings("values_strings", List.of("early", "late")))
                .output("PredictedLabel.output", DataType.STRING, -1, 1);

        assertAnswer(
                graph,
                "{\"label\":\"late\",\"title\":\"late\",\"probabilities\":{\"early\":0.11920,\"late\":0.88079}}",
                "output \"PredictedLabel.output\": the predicted class; classes named by LabelEncoder");
    }

    @Test
    void doesNotTakeAnotherSumForANumberOfAClass() {
        assertAnswer(
                withKeyAsLabel(numbered(2)),
                "{\"outputs\":{\"Score.output_0\":0.11920,\"Score.output_1\":0.88079,\"PredictedLabel.output\":3}}",
                "output \"PredictedLabel.output\": meaning unknown, returned under its own name");
    }

    /** @param first the number of the first class */
    private static OnnxGraphs numbered(long first) {
        return new OnnxGraphs()
                .input("Features", DataType.FLOAT, -1, 2)
                .longs("axis", 1)
                .longs("first", first)
                .node("Exp", List.of("Features"), "Exponentials")
                .node("ReduceSum", List.of("Exponentials", "axis"), "Sum")
                .node("Div", List.of("Exponentials", "Sum"), "Shares")
                .node("ArgMax", List.of("Shares"), "Highest", attribute("axis", 1))
                .node("Add", List.of("Highest", "first"), "Number")
                .node("Cast", List.of("Number"), "Key", attribute("to", DataType.UINT32_VALUE))
                .node("Max", List.of("Shares"), "Score")
                .node("Identity", List.of("Features"), "Features.output")
                .node("Identity", List.of("Score"), "Score.output")
                .output("Features.output", DataType.FLOAT, -1, 2)
                .output("Score.output", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs withKeyAsLabel(OnnxGraphs graph) {
        return graph.node("Identity", List.of("Key"), "PredictedLabel.output")
                .output("PredictedLabel.output", DataType.UINT32, -1, 1);
    }

    private static OnnxGraphs mlNet(String namesNode) {
        return new OnnxGraphs()
                .producer("ML.NET")
                .input("Label", DataType.STRING, -1, 1)
                .input("Features", DataType.FLOAT, -1, 2)
                .strings("none", "one")
                .ml(
                        "LabelEncoder",
                        List.of("Label"),
                        List.of("Label0"),
                        strings("keys_strings", List.of("early", "late")),
                        OnnxGraphs.ints("values_int64s", List.of(1L, 2L)))
                .node("Cast", List.of("Label0"), "Label.output", attribute("to", DataType.UINT32_VALUE))
                .ml(
                        "LinearClassifier",
                        List.of("Features"),
                        List.of("PredictedLabelInt64", "Score.output"),
                        floats("coefficients", 1, 0, 0, 1),
                        floats("intercepts", 0, 0),
                        OnnxGraphs.ints("classlabels_ints", List.of(1L, 2L)),
                        transform("SOFTMAX"))
                .node(
                        "Cast",
                        List.of("PredictedLabelInt64"),
                        "PredictedLabel.output",
                        attribute("to", DataType.UINT32_VALUE))
                .node("Identity", List.of("Features"), "Features.output")
                .named(
                        namesNode,
                        "LabelEncoder",
                        List.of("none"),
                        List.of("mlnet.Score.unusedOutput"),
                        strings("keys_strings", List.of("early", "late")),
                        OnnxGraphs.ints("values_int64s", List.of(0L, 1L)))
                .output("Label.output", DataType.UINT32, -1, 1)
                .output("Features.output", DataType.FLOAT, -1, 2)
                .output("PredictedLabel.output", DataType.UINT32, -1, 1)
                .output("Score.output", DataType.FLOAT, -1, 2)
                .output("mlnet.Score.unusedOutput", DataType.INT64, -1, 1);
    }

    private static OnnxGraphs matrix() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs echo() {
        return matrix().node("Identity", List.of("x"), "y").output("y", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs sum() {
        return matrix().longs("one", 1).node("ReduceSum", List.of("x", "one"), "s");
    }

    private static OnnxGraphs argMax() {
        return matrix().node("ArgMax", List.of("x"), "label", attribute("axis", 1), attribute("keepdims", 0))
                .node("Identity", List.of("x"), "y")
                .output("label", DataType.INT64, -1)
                .output("y", DataType.FLOAT, -1, 2);
    }

    private static AttributeProto transform(String name) {
        return AttributeProto.newBuilder()
                .setName("post_transform")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(name))
                .build();
    }

    /** The last digits of what is no simple fraction differ from processor to processor. */
    private static void assertAnswer(OnnxGraphs graph, String answer, String sentence) {
        assertAnswer(graph, ROW, answer, sentence);
    }

    private static void assertAnswer(OnnxGraphs graph, String row, String answer, String sentence) {
        try (Model model = graph.open()) {
            assertThat(Asking.json(model, row).replaceAll("(0\\.\\d{5})\\d+", "$1"))
                    .isEqualTo(answer);
            assertThat(model.recognition()).contains(sentence);
        }
    }

    private static void assertRefused(OnnxGraphs graph, String message) {
        assertThatThrownBy(graph::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: the card does not match the graph: " + message);
    }
}
