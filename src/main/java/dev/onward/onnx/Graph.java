package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The operators of an ONNX graph, found by the tensors that they make and use. One that is not of the standard has its domain
 * before its name, so that it is not taken for another. For one thread at a time.
 */
public final class Graph {

    private static final Set<String> STANDARD = Set.of("", "ai.onnx", "ai.onnx.ml");

    /** A second or so. Seen without a bound: minutes, for a graph of some thousand columns and operators. */
    private static final long MAX_STEPS = 50_000_000;

    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, List<NodeProto>> consumers = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Set<String> usedInside = new HashSet<>();
    private final Map<String, Optional<long[]>> longs = new HashMap<>();
    private final IdentityHashMap<AttributeProto, Boolean> nonZero = new IdentityHashMap<>();
    private long steps;

    public Graph(GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        graph.getOutputList().forEach(output -> usedInside.add(output.getName()));
        for (NodeProto read : graph.getNodeList()) {
            NodeProto node = known(read);
            node.getOutputList().forEach(output -> producers.put(output, node));
            node.getInputList().stream().distinct().forEach(input -> consumers
                    .computeIfAbsent(input, unseen -> new ArrayList<>())
                    .add(node));
            if (node.getOpType().equals("Constant")) {
                attribute(node, "value").ifPresent(value -> constants.put(node.getOutput(0), value.getT()));
            }
            node.getAttributeList().forEach(this::noteUses);
        }
    }

    /** An operator that only shares its name with a standard one is another. */
    private static NodeProto known(NodeProto node) {
        boolean standard = STANDARD.contains(node.getDomain());
        return standard
                ? node
                : node.toBuilder()
                        .setOpType(node.getDomain() + ":" + node.getOpType())
                        .build();
    }

    /** Branches and loop bodies use tensors of the graph around them without naming them as their inputs. */
    private void noteUses(AttributeProto attribute) {
        List<GraphProto> bodies = new ArrayList<>(attribute.getGraphsList());
        if (attribute.hasG()) {
            bodies.add(attribute.getG());
        }
        for (GraphProto body : bodies) {
            for (NodeProto node : body.getNodeList()) {
                usedInside.addAll(node.getInputList());
                node.getAttributeList().forEach(this::noteUses);
            }
            body.getOutputList().forEach(output -> usedInside.add(output.getName()));
        }
    }

    /** The operator that makes the tensor; empty for an input of the graph or a constant. */
    public Optional<NodeProto> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /** The operators that use the tensor. */
    public List<NodeProto> consumers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /** Whether the tensor is used in ways that are not looked into: by a branch, a loop body, or who asks the graph. */
    public boolean isUsedInside(String tensor) {
        return usedInside.contains(tensor);
    }

    /** The dimensions of a constant; empty if the tensor is none. */
    public Optional<List<Long>> shape(String constant) {
        return Optional.ofNullable(constants.get(constant)).map(TensorProto::getDimsList);
    }

    /** The elements of a constant of texts or of 32-bit or 64-bit integers, as text; empty if it is no such constant. */
    public Optional<List<String>> texts(String constant) {
        return Optional.ofNullable(constants.get(constant)).flatMap(tensor -> switch (tensor.getDataType()) {
            case TensorProto.DataType.STRING_VALUE -> Optional.of(texts(tensor.getStringDataList()));
            case TensorProto.DataType.INT64_VALUE ->
                Optional.of(longs(tensor).mapToObj(Long::toString).toList());
            case TensorProto.DataType.INT32_VALUE ->
                Optional.of(ints(tensor).mapToObj(Integer::toString).toList());
            default -> Optional.empty();
        });
    }

    /** The elements of a constant of 64-bit integers, not to be changed; empty if it is no such constant. */
    public Optional<long[]> longs(String constant) {
        return longs.computeIfAbsent(constant, name -> Optional.ofNullable(constants.get(name))
                .filter(tensor -> tensor.getDataType() == TensorProto.DataType.INT64_VALUE)
                .map(tensor -> longs(tensor).toArray()));
    }

    /** Whether a list of integers, which may be as long as all trees of a forest, has any but 0. */
    public boolean hasNonZero(AttributeProto list) {
        return nonZero.computeIfAbsent(list, read -> read.getIntsList().stream().anyMatch(number -> number != 0));
    }

    /** Counts steps of a search that begins again for each column; whether all together are more than is worth it. */
    public boolean isTooFar(long more) {
        steps += more;
        return steps > MAX_STEPS;
    }

    /** Whether the tensor is a constant of one number, 1. */
    public boolean isOne(String tensor) {
        return Optional.ofNullable(constants.get(tensor))
                .filter(constant -> constant.getDimsList().stream().allMatch(size -> size == 1))
                .filter(constant -> switch (constant.getDataType()) {
                    case TensorProto.DataType.FLOAT_VALUE ->
                        constant.getRawData().isEmpty()
                                ? constant.getFloatDataList().equals(List.of(1f))
                                : raw(constant).getFloat() == 1;
                    case TensorProto.DataType.DOUBLE_VALUE ->
                        constant.getRawData().isEmpty()
                                ? constant.getDoubleDataList().equals(List.of(1d))
                                : raw(constant).getDouble() == 1;
                    default -> false;
                })
                .isPresent();
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static LongStream longs(TensorProto tensor) {
        if (tensor.getRawData().isEmpty()) {
            return tensor.getInt64DataList().stream().mapToLong(Long::longValue);
        }
        LongBuffer raw = raw(tensor).asLongBuffer();
        return IntStream.range(0, raw.limit()).mapToLong(raw::get);
    }

    private static IntStream ints(TensorProto tensor) {
        if (tensor.getRawData().isEmpty()) {
            return tensor.getInt32DataList().stream().mapToInt(Integer::intValue);
        }
        IntBuffer raw = raw(tensor).asIntBuffer();
        return IntStream.range(0, raw.limit()).map(raw::get);
    }

    /** What an operator has under this name; empty if it has none. */
    public static Optional<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** A whole number of an operator; the one given if it has none of this name. */
    public static long number(NodeProto node, String name, long absent) {
        return attribute(node, name).map(AttributeProto::getI).orElse(absent);
    }

    /** A text of an operator; the one given if it has none of this name. */
    public static String text(NodeProto node, String name, String absent) {
        return attribute(node, name)
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse(absent);
    }

    /** The first of the named lists of texts or integers that is there and not empty, as text. */
    public static Optional<List<String>> list(NodeProto node, String... names) {
        for (String name : names) {
            Optional<AttributeProto> attribute = attribute(node, name);
            if (attribute.isPresent() && attribute.get().getStringsCount() > 0) {
                return Optional.of(texts(attribute.get().getStringsList()));
            }
            if (attribute.isPresent() && attribute.get().getIntsCount() > 0) {
                return Optional.of(attribute.get().getIntsList().stream()
                        .map(String::valueOf)
                        .toList());
            }
        }
        return Optional.empty();
    }

    private static List<String> texts(List<ByteString> bytes) {
        return bytes.stream().map(ByteString::toStringUtf8).toList();
    }
}
