package dev.onward.onnx;

import static dev.onward.onnx.OnnxGraphs.attribute;
import static dev.onward.onnx.OnnxGraphs.floats;
import static dev.onward.onnx.OnnxGraphs.ints;
import static dev.onward.onnx.OnnxGraphs.strings;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which graphs are simplified. {@code LeanRunTest} compares what they compute. */
class LeanGraphTest {

    @Test
    void mergesInputsAndNumbersLabelsOfATrainedModel() throws Exception {
        byte[] file = Files.readAllBytes(Path.of("model.onnx"));
        LeanGraph lean = lean(OnnxFile.parse(file, "model.onnx"));

        assertThat(lean.merged())
                .isEqualTo(Map.of(
                        "/doubles/columns",
                        new LeanGraph.Merged(List.of("variance", "skewness", "curtosis", "entropy"), true, true)));
        assertThat(lean.texts()).isEqualTo(Map.of("label", List.of("0", "1")));
        assertThat(operators(lean))
                .containsExactly(
                        "Transpose",
                        "Sub",
                        "Div",
                        "Clip",
                        "Transpose",
                        "Gather",
                        "Transpose",
                        "Gather",
                        "Transpose",
                        "Mul",
                        "Concat",
                        "Gemm",
                        "Neg",
                        "Concat",
                        "ArgMax",
                        "Identity",
                        "Sigmoid",
                        "Cast");
    }

    @Test
    void numbersTheClassesOfAClassifier() {
        LeanGraph lean = lean(classifier("classlabels_strings", "no", "yes").model());

        NodeProto node = OnnxFile.parse(lean.bytes(), "lean").getGraph().getNode(0);
        assertThat(lean.texts()).isEqualTo(Map.of("label", List.of("no", "yes")));
        assertThat(Graph.attribute(node, "classlabels_strings")).isEmpty();
        assertThat(Graph.list(node, "classlabels_ints")).contains(List.of("0", "1"));
    }

    @Test
    void removesTheSelectionOfANameByAMaximum() {
        LeanGraph lean = lean(named(-1).model());

        assertThat(lean.texts()).isEqualTo(Map.of("label", List.of("a", "b", "c")));
        assertThat(operators(lean)).containsExactly("ArgMax", "Identity", "Reshape");
    }

    @Test
    void numbersTheNamesIfTheShapeOfTheSelectionMatters() {
        LeanGraph lean = lean(named(1).model());

        assertThat(lean.texts()).isEqualTo(Map.of("label", List.of("a", "b", "c")));
        assertThat(operators(lean)).containsExactly("ArgMax", "ArrayFeatureExtractor", "Reshape");
    }

    @Test
    void numbersTheTextsOfAnEncoderWithItsDefault() {
        OnnxGraphs graph = new OnnxGraphs()
                .input("x", DataType.INT64, -1)
                .ml(
                        "LabelEncoder",
                        List.of("x"),
                        List.of("label"),
                        ints("keys_int64s", List.of(4L, 2L)),
                        strings("values_strings", List.of("four", "two")),
                        attribute("default_string", "other"))
                .output("label", DataType.STRING, -1);

        assertThat(lean(graph.model()).texts()).isEqualTo(Map.of("label", List.of("four", "two", "other")));
    }

    @Test
    void keepsTextThatTheRuntimeReturnsIncorrectlyOrIsUsedElsewhere() {
        assertUnchanged(classifier("classlabels_strings", "no", "\ud83d\ude00"));
        assertUnchanged(classifier("classlabels_strings", "no", "\0"));
        assertUnchanged(classifier("classlabels_strings", "one"));
        assertUnchanged(classifier("classlabels_strings", "no", "yes")
                .node("Identity", List.of("label"), "again")
                .output("again", DataType.STRING, -1));
        assertUnchanged(new OnnxGraphs()
                .input("x", DataType.STRING, -1)
                .node("Identity", List.of("x"), "label")
                .output("label", DataType.STRING, -1));
    }

    @Test
    void keepsInputsThatAreNotOnlyConcatenatedByColumns() {
        OnnxGraphs usedTwice =
                joined(1, DataType.FLOAT, -1, 1).node("Neg", List.of("a"), "z").output("z", DataType.FLOAT, -1, 1);

        assertUnchanged(usedTwice);
        assertUnchanged(joined(0, DataType.FLOAT, -1, 1));
        assertUnchanged(joined(1, DataType.FLOAT, -1, -1, 1));
        assertUnchanged(joined(1, DataType.FLOAT, -1, 1).floats("a", new long[] {1, 1}, 1));
        assertUnchanged(new OnnxGraphs()
                .input("a", DataType.FLOAT, -1, 1)
                .input("b", DataType.FLOAT, -1, 1)
                .node("Concat", List.of("a", "b"), "y", attribute("axis", 1))
                .output("y", DataType.FLOAT, -1, 2));
    }

    @Test
    void mergesMatricesOfTheSameType() {
        LeanGraph lean = lean(joined(-1, DataType.DOUBLE, -1, 3).model());

        assertThat(lean.merged()).isEqualTo(Map.of("joined", new LeanGraph.Merged(List.of("a", "b"), false, false)));
        assertThat(OnnxFile.parse(lean.bytes(), "lean")
                        .getGraph()
                        .getInput(0)
                        .getType()
                        .getTensorType()
                        .getShape()
                        .getDim(1)
                        .getDimValue())
                .isEqualTo(6);
    }

    /** The search for the table of a text ends at an input. */
    @Test
    void mergesInputsOfTextThatAreReturned() {
        LeanGraph lean = lean(new OnnxGraphs()
                .input("a", DataType.STRING, -1, 1)
                .input("b", DataType.STRING, -1, 1)
                .node("Concat", List.of("a", "b"), "joined", attribute("axis", 1))
                .node("Identity", List.of("joined"), "y")
                .output("y", DataType.STRING, -1, 2)
                .model());

        assertThat(lean.merged()).isEqualTo(Map.of("joined", new LeanGraph.Merged(List.of("a", "b"), false, false)));
        assertThat(lean.texts()).isEmpty();
    }

    @Test
    void keepsGraphsWithBranches() {
        OnnxGraphs graph = classifier("classlabels_strings", "no", "yes");
        graph.node(
                "If",
                List.of("c"),
                "z",
                OnnxGraphs.graph("then_branch", OnnxGraphs.body("y", OnnxGraphs.operator("Neg", List.of("x"), "y"))));

        assertUnchanged(graph);
    }

    private static void assertUnchanged(OnnxGraphs graph) {
        assertThat(LeanGraph.of(graph.model())).isEmpty();
    }

    private static LeanGraph lean(ModelProto model) {
        return LeanGraph.of(model).orElseThrow();
    }

    private static List<String> operators(LeanGraph lean) {
        return OnnxFile.parse(lean.bytes(), "lean").getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    private static OnnxGraphs classifier(String attribute, String... labels) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 1)
                .ml(
                        "LinearClassifier",
                        List.of("x"),
                        List.of("label", "scores"),
                        floats("coefficients", 1, -1),
                        floats("intercepts", 0, 0),
                        strings(attribute, List.of(labels)))
                .output("label", DataType.STRING, -1)
                .output("scores", DataType.FLOAT, -1, 2);
    }

    /** As skl2onnx names the class with the highest number. */
    private static OnnxGraphs named(long size) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, -1, 3)
                .strings("names", "a", "b", "c")
                .longs("shape", size)
                .node("ArgMax", List.of("x"), "position", attribute("axis", 1))
                .ml("ArrayFeatureExtractor", List.of("names", "position"), List.of("name"))
                .node("Reshape", List.of("name", "shape"), "label")
                .output("label", DataType.STRING, -1);
    }

    private static OnnxGraphs joined(int axis, DataType type, long... shape) {
        return new OnnxGraphs()
                .input("a", type, shape)
                .input("b", type, shape)
                .node("Concat", List.of("a", "b"), "joined", attribute("axis", axis))
                .node("Neg", List.of("joined"), "y")
                .output("y", type, -1, 2);
    }
}
