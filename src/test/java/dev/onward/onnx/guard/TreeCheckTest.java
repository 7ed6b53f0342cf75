package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import dev.onward.runtime.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TreeCheckTest {

    static Stream<HostileModel> hostile() {
        return Stream.of(
                new HostileModel(
                        "deep-tree",
                        chain(301),
                        "operator TreeEnsembleRegressor: expected trees with a depth of at most 300, found a deeper"
                                + " one; if you trust the model, raise the setting tree-depth-limit"),
                new HostileModel(
                        "tree-without-children",
                        older(List.of(0L, 1L, 2L), List.of(1L, 0L, 0L), List.of()),
                        "operator TreeEnsembleRegressor: expected a number and two children for each of 3 nodes, found 3"
                                + " numbers, 3 left and 0 right children"),
                newer("newer-tree-without-child", new Newer().right(2), "expected two children for each node"),
                newer(
                        "newer-tree-past-its-end",
                        new Newer().left(7, 2),
                        "expected every reference to point to an existing node, and no two to the same node"),
                newer(
                        "newer-tree-before-its-start",
                        new Newer().left(-1, 2),
                        "expected every reference to point to an existing node, and no two to the same node"),
                newer(
                        "newer-tree-that-goes-round",
                        new Newer().left(0, 2),
                        "expected every reference to point to an existing node, and no two to the same node"),
                newer(
                        "newer-tree-root",
                        new Newer().roots(9),
                        "expected every reference to point to an existing node, and no two to the same node"),
                newer("newer-tree-leaf", new Newer().right(0, 3), "expected 3 leaves, found a reference to leaf 3"),
                newer(
                        "newer-tree-too-deep",
                        Newer.chain(301),
                        "expected trees with a depth of at most 300, found a"
                                + " deeper one; if you trust the model, raise the setting tree-depth-limit"),
                newer(
                        "newer-tree-without-set",
                        new Newer().members(),
                        "expected a set of values for each BRANCH_MEMBER"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void rejectsInvalidTrees(HostileModel model) {
        model.isRefused();
    }

    @Test
    void opensADeepTree() {
        try (Model model = chain(300).open()) {
            assertThat(Asking.json(model, "[{\"x\":3},{\"x\":-3}]")).isEqualTo("[{\"value\":299.0},{\"value\":0.0}]");
        }
    }

    @Test
    void opensADeepTreeEnsemble() {
        try (Model model = Newer.chain(300).graph().open()) {
            assertThat(Asking.json(model, "[{\"x\":3},{\"x\":-3}]")).isEqualTo("[{\"value\":0.0},{\"value\":300.0}]");
        }
    }

    @Test
    void opensATreeEnsemble() {
        try (Model model = new Newer().graph().open()) {
            assertThat(Asking.json(model, "[{\"x\":-5},{\"x\":0.5},{\"x\":5}]"))
                    .isEqualTo("[{\"value\":0.0},{\"value\":1.0},{\"value\":2.0}]");
        }
    }

    @Test
    void opensATreeEnsembleWithASet() {
        try (Model model = new Newer().members(0.5f, 3, Float.NaN).graph().open()) {
            assertThat(Asking.json(model, "[{\"x\":3},{\"x\":4}]")).isEqualTo("[{\"value\":0.0},{\"value\":2.0}]");
        }
    }

    @Test
    void refusesATreeThatTestsAFeatureThatTheInputDoesNotHave() {
        assertThatThrownBy(tested(-1, 13, 18)::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: operator TreeEnsembleRegressor: expected trees that test features from 0 to 12,"
                        + " found one that tests feature 18" + GraphCheck.REMEDY);
        assertThatThrownBy(new Newer().features(0, 1).graph()::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: operator TreeEnsemble: expected trees that test features from 0 to 0, found one"
                        + " that tests feature 1" + GraphCheck.REMEDY);
        try (Model model = tested(-1, 13, 12).open()) {
            assertThat(model.schema().size()).isEqualTo(13);
        }
    }

    @Test
    void refusesATreeThatTestsAFeatureThatTheCardDoesNotHave() {
        OnnxGraphs graph = tested(-1, -1, 18).card("{\"features\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");

        assertThatThrownBy(graph::open)
                .isInstanceOf(ModelException.class)
                .hasMessage("test.onnx: the card does not match the graph: input \"x\": expected at least 19 features,"
                        + " because the graph's trees test that many, got 2, so export the model with an"
                        + " input of that width");
    }

    /** One node that tests a feature; those of its leaves mean nothing. */
    private static OnnxGraphs tested(long rows, long width, long feature) {
        return new OnnxGraphs()
                .input("x", DataType.FLOAT, rows, width)
                .output("y", DataType.FLOAT, -1, 1)
                .ml(
                        "TreeEnsembleRegressor",
                        List.of("x"),
                        List.of("y"),
                        OnnxGraphs.ints("nodes_treeids", List.of(0L, 0L, 0L)),
                        OnnxGraphs.ints("nodes_nodeids", List.of(0L, 1L, 2L)),
                        OnnxGraphs.ints("nodes_featureids", List.of(feature, 99L, 99L)),
                        OnnxGraphs.floats("nodes_values", 0, 0, 0),
                        OnnxGraphs.strings("nodes_modes", List.of("BRANCH_LEQ", "LEAF", "LEAF")),
                        OnnxGraphs.ints("nodes_truenodeids", List.of(1L, 0L, 0L)),
                        OnnxGraphs.ints("nodes_falsenodeids", List.of(2L, 0L, 0L)),
                        OnnxGraphs.ints("target_treeids", List.of(0L, 0L)),
                        OnnxGraphs.ints("target_nodeids", List.of(1L, 2L)),
                        OnnxGraphs.ints("target_ids", List.of(0L, 0L)),
                        OnnxGraphs.floats("target_weights", 1, 2),
                        OnnxGraphs.attribute("n_targets", 1));
    }

    private static HostileModel newer(String name, Newer tree, String message) {
        return new HostileModel(name, tree.graph(), "operator TreeEnsemble: " + message);
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }

    /** One tree, of which each node that is not the last asks whether x is at most 0, and goes on if it is not. */
    private static OnnxGraphs chain(int depth) {
        List<Long> numbers = LongStream.range(0, 2L * depth - 1).boxed().toList();
        // Nodes are on even places, and the leaves of each one on the odd place after it.
        List<Long> left = numbers.stream()
                .map(i -> i % 2 == 0 && i < 2L * depth - 2 ? i + 1 : 0)
                .toList();
        List<Long> right = numbers.stream()
                .map(i -> i % 2 == 0 && i < 2L * depth - 2 ? i + 2 : 0)
                .toList();
        return older(numbers, left, right);
    }

    /** A tree each of whose leaves has as its value how deep it is. */
    private static OnnxGraphs older(List<Long> numbers, List<Long> left, List<Long> right) {
        List<Long> leaves =
                numbers.stream().filter(i -> left.get(i.intValue()) == 0).toList();
        float[] weights = new float[leaves.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i;
        }
        List<Long> zeros = numbers.stream().map(i -> 0L).toList();
        return rows().ml(
                        "TreeEnsembleRegressor",
                        List.of("x"),
                        List.of("y"),
                        OnnxGraphs.ints("nodes_treeids", zeros),
                        OnnxGraphs.ints("nodes_nodeids", numbers),
                        OnnxGraphs.ints("nodes_featureids", zeros),
                        OnnxGraphs.floats("nodes_values", new float[numbers.size()]),
                        OnnxGraphs.strings(
                                "nodes_modes",
                                numbers.stream()
                                        .map(i -> leaves.contains(i) ? "LEAF" : "BRANCH_LEQ")
                                        .toList()),
                        OnnxGraphs.ints("nodes_truenodeids", left),
                        OnnxGraphs.ints("nodes_falsenodeids", right),
                        OnnxGraphs.ints(
                                "target_treeids", leaves.stream().map(i -> 0L).toList()),
                        OnnxGraphs.ints("target_nodeids", leaves),
                        OnnxGraphs.ints(
                                "target_ids", leaves.stream().map(i -> 0L).toList()),
                        OnnxGraphs.floats("target_weights", weights),
                        OnnxGraphs.attribute("n_targets", 1));
    }

    /**
     * A TreeEnsemble: unless something else is said, one whose root asks for x <= 1 and its left node for x <= 0. Each
     * leaf has its place as its value.
     */
    private static final class Newer {

        private List<Long> roots = List.of(0L);
        private long[] left = {1, 0};
        private long[] leftLeaves = {0, 1};
        private long[] right = {2, 1};
        private long[] rightLeaves = {1, 1};
        private float[] splits = {1, 0};
        private byte[] modes = {0, 0};
        private float[] members = {};
        private List<Long> features = List.of();
        private int leaves = 3;

        Newer roots(long... places) {
            roots = longs(places);
            return this;
        }

        Newer features(long... tested) {
            features = longs(tested);
            return this;
        }

        Newer left(long... places) {
            left = places;
            return this;
        }

        Newer right(long... places) {
            right = places;
            return this;
        }

        /** The root asks whether x is in a set, which goes to the left node. */
        Newer members(float... values) {
            modes = new byte[] {6, 0};
            splits = new float[] {0, 10};
            members = values;
            return this;
        }

        static Newer chain(int depth) {
            Newer tree = new Newer();
            tree.left = new long[depth];
            tree.leftLeaves = new long[depth];
            tree.right = new long[depth];
            tree.rightLeaves = new long[depth];
            tree.splits = new float[depth];
            tree.modes = new byte[depth];
            tree.leaves = depth + 1;
            for (int i = 0; i < depth; i++) {
                boolean last = i == depth - 1;
                tree.left[i] = last ? depth : i + 1;
                tree.leftLeaves[i] = last ? 1 : 0;
                tree.right[i] = i;
                tree.rightLeaves[i] = 1;
            }
            return tree;
        }

        OnnxGraphs graph() {
            float[] weights = new float[leaves];
            for (int i = 0; i < leaves; i++) {
                weights[i] = i;
            }
            TensorProto modes = OnnxGraphs.constant("", DataType.UINT8, this.modes.length)
                    .setRawData(ByteString.copyFrom(this.modes))
                    .build();
            return rows().standardMl(5)
                    .ml(
                            "TreeEnsemble",
                            List.of("x"),
                            List.of("y"),
                            OnnxGraphs.ints("tree_roots", roots),
                            OnnxGraphs.ints(
                                    "nodes_featureids", features.isEmpty() ? longs(new long[splits.length]) : features),
                            OnnxGraphs.attribute("nodes_modes", modes),
                            OnnxGraphs.attribute("nodes_splits", tensor(splits)),
                            OnnxGraphs.ints("nodes_truenodeids", longs(left)),
                            OnnxGraphs.ints("nodes_trueleafs", longs(leftLeaves)),
                            OnnxGraphs.ints("nodes_falsenodeids", longs(right)),
                            OnnxGraphs.ints("nodes_falseleafs", longs(rightLeaves)),
                            OnnxGraphs.ints("leaf_targetids", longs(new long[leaves])),
                            OnnxGraphs.attribute("leaf_weights", tensor(weights)),
                            OnnxGraphs.attribute("membership_values", tensor(members)),
                            OnnxGraphs.attribute("n_targets", 1));
        }

        private static TensorProto tensor(float... values) {
            ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (float value : values) {
                raw.putFloat(value);
            }
            return OnnxGraphs.constant("", DataType.FLOAT, values.length)
                    .setRawData(ByteString.copyFrom(raw.flip()))
                    .build();
        }

        private static List<Long> longs(long... values) {
            return LongStream.of(values).boxed().toList();
        }
    }
}
