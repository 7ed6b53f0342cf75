package dev.onward.model;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.ints;
import static dev.onward.onnx.OnnxGraphs.strings;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import dev.onward.model.card.ModelCard;
import dev.onward.model.recognition.Features;
import dev.onward.model.recognition.GraphInput.NoTableException;
import dev.onward.model.recognition.GraphOutput;
import dev.onward.model.recognition.Inputs;
import dev.onward.onnx.LeanGraph;
import dev.onward.onnx.OnnxFile;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.RunPermits;
import dev.onward.runtime.Session;
import dev.onward.runtime.Tensor;
import dev.onward.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kept tensors and lean graphs against the original graph on new tensors: for all rows the same, bit for bit. */
class LeanRunTest {

    private static final int ROWS = 300;

    /** The graphs of the models of other tools that can be simplified, so that a lost rule is noticed. */
    private static final List<String> LEAN = List.of(
            "lightgbm-multiclass",
            "onnx-mlnet-one-versus-all",
            "pytorch-two-matrices",
            "sklearn-calibrated",
            "sklearn-double-classifier",
            "sklearn-extra-trees-tensor",
            "sklearn-linear-svc-binary",
            "sklearn-linear-svc-binary-default",
            "sklearn-logistic-columns",
            "sklearn-logistic-strings-zipmap",
            "sklearn-logistic-tensor",
            "sklearn-mixed-missing",
            "sklearn-onehot-pipeline",
            "sklearn-random-forest",
            "sklearn-random-forest-tensor",
            "sklearn-svc-decision",
            "sklearn-unknown-width",
            "sklearn-voting");

    static Stream<Arguments> models() {
        Stream<Arguments> own = Stream.of(Arguments.of("trained", Path.of("model.onnx")));
        return Stream.concat(
                own,
                InteroperabilityTest.cases().stream()
                        .map(name -> Arguments.of(name, Path.of("src/test/resources/interop", name, "model.onnx"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void returnsTheSameAsTheOriginalOfAnExportedModel(String name, Path file) throws Exception {
        assertSame(
                Files.readAllBytes(file),
                Optional.ofNullable(file.toAbsolutePath().getParent()));
    }

    static Stream<OnnxGraphs> graphs() {
        return Stream.of(
                // Ties, and scores that overflow to infinity and NaN.
                classifier(new float[] {1, 0, 1, 0}, new float[] {0, 0}, "NONE", "no", "yes"),
                classifier(new float[] {1e38f, 1e38f, -1e38f, 1e38f}, new float[] {0, 0}, "SOFTMAX", "no", "yes"),
                classifier(new float[] {1, 2, 1, 2, -1, 1}, new float[] {0, 0, 0}, "LOGISTIC", "a", "b", "c"),
                // One score for two classes, which has a threshold.
                classifier(new float[] {1, -1}, new float[] {0}, "LOGISTIC", "no", "yes"),
                classifier(new float[] {1, 0}, new float[] {-1}, "NONE", "no", "yes"),
                stump("LOGISTIC", 1),
                stump("NONE", -1),
                encoder(),
                selection("Gather"),
                selection("ArrayFeatureExtractor"));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void returnsTheSameAsTheOriginalAtTheEdges(OnnxGraphs graph) throws Exception {
        assertThat(LeanGraph.of(graph.model())).isPresent();
        assertSame(graph.bytes(), Optional.empty());
    }

    /** Nothing can be removed from these graphs, so only the tensors differ. */
    @ParameterizedTest
    @EnumSource(
            names = {"UINT16", "UINT32", "UINT64", "BF16"},
            mode = EnumSource.Mode.EXCLUDE)
    void returnsTheSameOnKeptTensorsOfEveryType(Datatype type) throws Exception {
        byte[] echo = EchoModel.bytes(type, -1, 2);
        try (Model model = Model.open(echo, "echo.onnx")) {
            assertThat(model.isTabular()).isTrue();
        }
        assertSame(echo, Optional.empty());
    }

    private static void assertSame(byte[] bytes, Optional<Path> folder) throws OrtException {
        OnnxFile file = Guard.read(bytes, folder, GuardLimits.defaults(), "test.onnx");
        try (Session session = Session.open(file.runnable(), file.hasLoops(), List.of(), "test.onnx")) {
            Optional<Original> found = Original.of(file, session);
            if (found.isEmpty()) {
                return;
            }
            Original original = found.get();
            Optional<LeanGraph> graph = LeanGraph.of(file.model());
            if (graph.isEmpty()) {
                // A session keeps the tensors of one of its runs only, which would be an original one here.
                try (Session other = Session.open(file.runnable(), file.hasLoops(), List.of(), "test.onnx")) {
                    assertSame(original, Original.of(file, other).orElseThrow().run);
                }
                return;
            }
            try (Session lean = Session.open(graph.get().bytes(), false, List.of(), "lean")) {
                assertSame(original, original.run.with(graph.get(), lean));
            }
        }
    }

    private static void assertSame(Original original, TableRun other) {
        RandomRows rows = new RandomRows(original.run.schema(), ModelCard.empty());
        for (int i = 0; i < ROWS; i++) {
            Table row = rows.next(1);
            // The first run of each is on new tensors.
            TableOutputs expected =
                    original.run.inBatchesOf(original.run.batch()).run(row, original.outputs, RunPermits.UNLIMITED, 1);
            TableOutputs actual = other.run(row, original.outputs, RunPermits.UNLIMITED, 1);
            assertThat(expected.isSame(actual)).isTrue();
        }
        Table table = rows.next(ROWS);
        assertThat(table.rows()).isPositive();
        assertThat(original.run(table).isSame(other.run(table, original.outputs, RunPermits.UNLIMITED, ROWS)))
                .isTrue();
    }

    /** The graph of a file, with the outputs that have a row for each row of a table. */
    private record Original(TableRun run, Set<String> outputs) {

        /** Empty if the model is not tabular. */
        static Optional<Original> of(OnnxFile file, Session session) throws OrtException {
            try {
                Inputs inputs = Inputs.of(session.graph().getInputInfo(), file.graph(), 0);
                Features features = Features.of(inputs, file.graph(), List.of(), new ArrayList<>());
                ProbeRun probe = ProbeRun.of(
                        new TableRun(session, inputs, features), session.graph().getOutputInfo(), ModelCard.empty());
                List<String> outputs =
                        probe.outputs().stream().map(GraphOutput::name).toList();
                return Optional.of(new Original(probe.run(), new LinkedHashSet<>(outputs)));
            } catch (NoTableException e) {
                return Optional.empty();
            }
        }

        TableOutputs run(Table table) {
            return run.run(table, outputs, RunPermits.UNLIMITED, table.rows());
        }
    }

    @Test
    void simplifiesTheModelsOfOtherTools() throws IOException {
        List<String> lean = new ArrayList<>();
        for (String name : InteroperabilityTest.cases()) {
            Path file = Path.of("src/test/resources/interop", name, "model.onnx");
            OnnxFile onnx = Guard.read(
                    Files.readAllBytes(file),
                    Optional.ofNullable(file.toAbsolutePath().getParent()),
                    GuardLimits.defaults(),
                    name);
            if (LeanGraph.of(onnx.model()).isPresent()) {
                lean.add(name);
            }
        }

        assertThat(lean).isEqualTo(LEAN);
    }

    /** A guard against errors in the rules above: the sessions differ in the last bit of a weight. */
    @Test
    void keepsTheOriginalIfTheResultsDiffer() throws Exception {
        float weight = 0.1f;
        byte[] first = classifier(new float[] {weight, 1, 1, 1}, new float[] {0, 0}, "NONE", "no", "yes")
                .bytes();
        OnnxGraphs second =
                classifier(new float[] {Math.nextUp(weight), 1, 1, 1}, new float[] {0, 0}, "NONE", "no", "yes");
        OnnxFile file = Guard.read(first, Optional.empty(), GuardLimits.defaults(), "test.onnx");
        LeanGraph same = LeanGraph.of(file.model()).orElseThrow();
        LeanGraph different = LeanGraph.of(second.model()).orElseThrow();
        try (Session session = Session.open(first, false, List.of(), "test.onnx");
                Session like = Session.open(same.bytes(), false, List.of(), "lean");
                Session unlike = Session.open(different.bytes(), false, List.of(), "lean")) {
            Original original = Original.of(file, session).orElseThrow();

            assertThat(new LeanRun(like, original.run.with(same, like))
                            .isLike(original.run, original.outputs, ModelCard.empty()))
                    .isTrue();
            assertThat(new LeanRun(unlike, original.run.with(different, unlike))
                            .isLike(original.run, original.outputs, ModelCard.empty()))
                    .isFalse();
        }
    }

    /** Clients that send tensors get the tensors of the file. */
    @Test
    void returnsTextToClientsOfTensors() {
        try (Model model = classifier(new float[] {1, 0, 0, 1}, new float[] {0, 0}, "NONE", "no", "yes")
                .open()) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(4, 1);
            Tensor row = Tensor.of(Datatype.FP32, List.of(1L, 2L), bytes);
            for (int i = 0; i < 3; i++) {
                Tensor label = Objects.requireNonNull(
                        model.run(Map.of("x", row), List.of("label")).get("label"));

                assertThat(label).hasToString("BYTES [1]");
                assertThat(label.text(0)).isEqualTo("yes");
            }
        }
    }

    private static OnnxGraphs classifier(float[] coefficients, float[] intercepts, String transform, String... labels) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        floats("coefficients", coefficients),
                        floats("intercepts", intercepts),
                        attribute("post_transform", transform),
                        strings("classlabels_strings", List.of(labels)))
                .output("label", DataType.STRING, -1)
                .output("scores", DataType.FLOAT, -1, labels.length);
    }

    /** A tree with one decision and one score for two classes. */
    private static OnnxGraphs stump(String transform, float weight) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 2)
                .ml(
                        "TreeEnsembleClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        ints("nodes_treeids", List.of(0L, 0L, 0L)),
                        ints("nodes_nodeids", List.of(0L, 1L, 2L)),
                        ints("nodes_featureids", List.of(0L, 0L, 0L)),
                        strings("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF")),
                        floats("nodes_values", 0, 0, 0),
                        ints("nodes_truenodeids", List.of(1L, 0L, 0L)),
                        ints("nodes_falsenodeids", List.of(2L, 0L, 0L)),
                        ints("nodes_missing_value_tracks_true", List.of(1L, 0L, 0L)),
                        ints("class_treeids", List.of(0L, 0L)),
                        ints("class_nodeids", List.of(1L, 2L)),
                        ints("class_ids", List.of(0L, 0L)),
                        floats("class_weights", 0, weight),
                        attribute("post_transform", transform),
                        strings("classlabels_strings", List.of("no", "yes")))
                .output("label", DataType.STRING, -1)
                .output("scores", DataType.FLOAT, -1, 2);
    }

    private static OnnxGraphs encoder() {
        return new OnnxGraphs()
                .input("x", DataType.INT64, -1, 1)
                .ml(
                        "LabelEncoder",
                        List.of("x"),
                        List.of("encoded"),
                        ints("keys_int64s", List.of(0L, 1L, 0L)),
                        strings("values_strings", List.of("zero", "one", "zero again")))
                .node("Cast", List.of("encoded"), "label", attribute("to", DataType.STRING.getNumber()))
                .output("label", DataType.STRING, -1, 1);
    }

    /** The name of the largest of three numbers; the third has no name, so rows in which it is the largest fail. */
    private static OnnxGraphs selection(String operator) {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 3)
                .strings("names", "a", "b")
                .longs("list", -1)
                .node("ArgMax", List.of("x"), "position", attribute("axis", 1));
        if (operator.equals("Gather")) {
            graph.node("Gather", List.of("names", "position"), "name");
        } else {
            graph.ml(operator, List.of("names", "position"), List.of("name"));
        }
        return graph.node("Reshape", List.of("name", "list"), "label").output("label", DataType.STRING, -1);
    }
}
