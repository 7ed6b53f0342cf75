package dev.onward.onnx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.OnnxGraphs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstantCheckTest {

    private static final String EXTERNAL =
            "constant \"w\" in an operator: expected its data in the model file, found external data;"
                    + " save the model in one file";

    private static final String SPARSE =
            "sparse constant \"w\" of shape [1, 33554433]: expected at most 33,554,432 cells in all sparse constants together, found more; if you trust the model, raise the setting cell-limit";

    static Stream<HostileModel> hostile() {
        NodeProto external = OnnxGraphs.operator("Constant", List.of(), "w", external());
        NodeProto add = OnnxGraphs.operator("Add", List.of("x", "w"), "y");
        GraphProto branch = OnnxGraphs.body("b", OnnxGraphs.operator("Identity", List.of("x"), "b"));
        return Stream.of(
                new HostileModel(
                        "external-in-an-operator",
                        rows().node("Constant", List.of(), "w", external()).node("Add", List.of("x", "w"), "y"),
                        EXTERNAL),
                new HostileModel(
                        "external-in-a-branch", branches(OnnxGraphs.body("y", external, add), branch), EXTERNAL),
                new HostileModel(
                        "external-constant-of-a-branch",
                        branches(
                                branch,
                                branch.toBuilder().addInitializer(outside()).build()),
                        EXTERNAL),
                new HostileModel(
                        "external-in-a-function",
                        rows().imports("test")
                                .function("f", List.of("x"), List.of("y"), external, add)
                                .node("test", "f", List.of("x"), List.of("y")),
                        EXTERNAL),
                new HostileModel(
                        "sparse-constant",
                        rows().sparse(sparse(33_554_433)).node("Add", List.of("x", "w"), "y"),
                        SPARSE),
                new HostileModel(
                        "sparse-constants-together",
                        rows().sparse(sparse("v", 20_000_000))
                                .sparse(sparse("w", 20_000_000))
                                .node("Add", List.of("x", "w"), "y"),
                        SPARSE.replace("33554433", "20000000")),
                new HostileModel(
                        "sparse-constant-of-a-branch",
                        branches(
                                branch.toBuilder()
                                        .addSparseInitializer(sparse(33_554_433))
                                        .build(),
                                branch),
                        SPARSE),
                new HostileModel(
                        "sparse-in-an-operator",
                        rows().node("Constant", List.of(), "s", sparseValue(33_554_433))
                                .node("Add", List.of("x", "s"), "y"),
                        SPARSE));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void rejectsExternalDataAndHugeSparseConstants(HostileModel model) {
        model.isRefused();
    }

    @Test
    void opensASparseConstant() {
        OnnxGraphs graph = rows().sparse(sparse(1)).node("Add", List.of("x", "w"), "y");

        try (Model model = graph.open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":5.0}");
        }
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }

    private static OnnxGraphs branches(GraphProto one, GraphProto other) {
        return rows().initializer(OnnxGraphs.constant("true", DataType.BOOL)
                        .addInt32Data(1)
                        .build())
                .node(
                        "If",
                        List.of("true"),
                        "y",
                        OnnxGraphs.graph("then_branch", one),
                        OnnxGraphs.graph("else_branch", other));
    }

    private static AttributeProto external() {
        return OnnxGraphs.attribute("value", outside());
    }

    private static TensorProto outside() {
        return OnnxGraphs.constant("w", DataType.FLOAT, 1)
                .setDataLocation(DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("w.bin"))
                .build();
    }

    private static AttributeProto sparseValue(long columns) {
        return AttributeProto.newBuilder()
                .setName("sparse_value")
                .setType(AttributeProto.AttributeType.SPARSE_TENSOR)
                .setSparseTensor(sparse(columns))
                .build();
    }

    /** One row whose first cell is 2, and no other is stored. */
    private static SparseTensorProto sparse(long columns) {
        return sparse("w", columns);
    }

    private static SparseTensorProto sparse(String name, long columns) {
        return SparseTensorProto.newBuilder()
                .setValues(OnnxGraphs.constant(name, DataType.FLOAT, 1).addFloatData(2))
                .setIndices(OnnxGraphs.constant("places", DataType.INT64, 1).addInt64Data(0))
                .addDims(1)
                .addDims(columns)
                .build();
    }
}
