package dev.onward.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.onward.model.Asking;
import dev.onward.model.Model;
import dev.onward.onnx.guard.Guard;
import dev.onward.onnx.guard.GuardLimits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrailingInputsTest {

    private static final NodeProto SUM =
            OnnxGraphs.operator("ReduceSum", List.of("x", ""), "y", OnnxGraphs.attribute("keepdims", 1));

    @Test
    void removesTrailingEmptyInputs() throws InvalidProtocolBufferException {
        OnnxGraphs graph = rows().node("Clip", List.of("x", "", ""), "y");

        assertThat(runnable(graph).getGraph().getNode(0).getInputList()).containsExactly("x");
    }

    @Test
    void keepsEmptyInputsBeforeAnother() throws InvalidProtocolBufferException {
        OnnxGraphs graph = rows().floats("most", new long[] {}, 2).node("Clip", List.of("x", "", "most"), "y");

        assertThat(runnable(graph).getGraph().getNode(0).getInputList()).containsExactly("x", "", "most");
    }

    @Test
    void trimsFunctions() throws InvalidProtocolBufferException {
        OnnxGraphs graph = rows().imports("test")
                .function("f", List.of("x"), List.of("y"), SUM)
                .node("test", "f", List.of("x"), List.of("y"));

        assertThat(runnable(graph).getFunctions(0).getNode(0).getInputList()).containsExactly("x");
    }

    @Test
    void trimsBranches() throws InvalidProtocolBufferException {
        OnnxGraphs graph = rows().initializer(OnnxGraphs.constant("true", DataType.BOOL)
                        .addInt32Data(1)
                        .build())
                .node(
                        "If",
                        List.of("true"),
                        "y",
                        OnnxGraphs.graph("then_branch", OnnxGraphs.body("y", SUM)),
                        OnnxGraphs.graph("else_branch", OnnxGraphs.body("y", SUM)));

        assertThat(runnable(graph).getGraph().getNode(0).getAttributeList())
                .allSatisfy(branch ->
                        assertThat(branch.getG().getNode(0).getInputList()).containsExactly("x"));
    }

    @Test
    void opensAModelWithTrailingEmptyInputs() {
        try (Model model = rows().node("Clip", List.of("x", "", ""), "y").open()) {
            assertThat(Asking.json(model, "{\"x\":3}")).isEqualTo("{\"value\":3.0}");
        }
    }

    private static OnnxGraphs rows() {
        return new OnnxGraphs().input("x", DataType.FLOAT, -1, 1).output("y", DataType.FLOAT, -1, 1);
    }

    private static ModelProto runnable(OnnxGraphs graph) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(Guard.read(graph.bytes(), Optional.empty(), GuardLimits.defaults(), "test.onnx")
                .runnable());
    }
}
