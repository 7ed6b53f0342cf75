package dev.onward.explain.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.onward.onnx.Graph;
import java.util.List;
import java.util.Optional;

/** Reads the attributes of an operator. Absent lists are empty. */
final class Attributes {

    private final NodeProto node;

    Attributes(NodeProto node) {
        this.node = node;
    }

    boolean has(String name) {
        return Graph.attribute(node, name).isPresent();
    }

    long integer(String name, long absent) {
        return Graph.number(node, name, absent);
    }

    String text(String name, String absent) {
        return Graph.text(node, name, absent);
    }

    double number(String name, double absent) {
        return Graph.attribute(node, name)
                .<Double>map(value -> (double) value.getF())
                .orElse(absent);
    }

    int[] integers(String name) {
        return Graph.attribute(node, name)
                .map(value ->
                        value.getIntsList().stream().mapToInt(Math::toIntExact).toArray())
                .orElse(new int[0]);
    }

    List<Long> longs(String name) {
        return Graph.attribute(node, name).map(AttributeProto::getIntsList).orElse(List.of());
    }

    List<String> texts(String name) {
        return Graph.attribute(node, name)
                .map(value -> value.getStringsList().stream()
                        .map(ByteString::toStringUtf8)
                        .toList())
                .orElse(List.of());
    }

    /** Decimal numbers, which may instead be doubles in a tensor, whose name has an appended "_as_tensor". */
    double[] numbers(String name) {
        Optional<double[]> tensor =
                tensor(name + "_as_tensor").map(value -> Tensors.constant(value).numbers());
        return tensor.orElseGet(() -> Graph.attribute(node, name)
                .map(value -> value.getFloatsList().stream()
                        .mapToDouble(Float::doubleValue)
                        .toArray())
                .orElse(new double[0]));
    }

    /** An attribute that is a tensor. */
    Optional<TensorProto> tensor(String name) {
        return Graph.attribute(node, name).filter(AttributeProto::hasT).map(AttributeProto::getT);
    }
}
