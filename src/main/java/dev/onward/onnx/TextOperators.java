package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.onward.runtime.ModelException;
import dev.onward.runtime.Session;
import java.util.List;

/** Checks that models with a StringNormalizer work on this system, which needs a locale for it. */
public final class TextOperators {

    private TextOperators() {}

    /**
     * Opens a minimal model with a StringNormalizer.
     *
     * @throws ModelException if it cannot be opened; other models with this operator cannot either
     */
    public static void check() {
        Session.open(model(), false, List.of(), "a model of text").close();
    }

    /** A model that converts text to lower case in the default locale. */
    private static byte[] model() {
        NodeProto lower = NodeProto.newBuilder()
                .setOpType("StringNormalizer")
                .addInput("text")
                .addOutput("lower")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("case_change_action")
                        .setType(AttributeProto.AttributeType.STRING)
                        .setS(ByteString.copyFromUtf8("LOWER")))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(GraphProto.newBuilder()
                        .setName("lower")
                        .addInput(texts("text"))
                        .addNode(lower)
                        .addOutput(texts("lower")))
                .build()
                .toByteArray();
    }

    private static ValueInfoProto texts(String name) {
        TypeProto.Tensor texts = TypeProto.Tensor.newBuilder()
                .setElemType(TensorProto.DataType.STRING_VALUE)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(texts))
                .build();
    }
}
