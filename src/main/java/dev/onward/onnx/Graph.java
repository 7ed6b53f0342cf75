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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The operators of an ONNX graph, indexed by the tensors that they produce and consume. The type of a non-standard
 * operator is prefixed with its domain, to distinguish it from a standard one. Not thread-safe.
 */
public final class Graph {

    private static final Set<String> STANDARD = Set.of("", "ai.onnx", "ai.onnx.ml");

    /** About 1 s. Without a bound, searches took minutes for graphs with thousands of columns and operators. */
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
            NodeProto node = qualified(read);
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

    /** Prefixes the type of a non-standard operator with its domain. */
    private static NodeProto qualified(NodeProto node) {
        boolean standard = STANDARD.contains(node.getDomain());
        return standard
                ? node
                : node.toBuilder()
                        .setOpType(node.getDomain() + ":" + node.getOpType())
                        .build();
    }

    /** Records the outer tensors that branches and loop bodies use, which are not among their inputs. */
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

    /** The operator that produces the tensor; empty for an input of the graph or a constant. */
    public Optional<NodeProto> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /** The operators that consume the tensor. */
    public List<NodeProto> consumers(String tensor) {
        return consumers.getOrDefault(tensor, List.of());
    }

    /**
     * Checks whether a branch, a loop body or an output of the graph uses the tensor; the search does not follow such
     * uses.
     */
    public boolean isUsedInside(String tensor) {
        return usedInside.contains(tensor);
    }

    /** A constant; empty if the tensor is computed or is an input of the graph. */
    public Optional<TensorProto> constant(String tensor) {
        return Optional.ofNullable(constants.get(tensor));
    }

    /** The dimensions of a constant; empty if the tensor is not a constant. */
    public Optional<List<Long>> shape(String constant) {
        return Optional.ofNullable(constants.get(constant)).map(TensorProto::getDimsList);
    }

    /** The elements of a constant of strings, INT32 or INT64, as text; empty for other tensors. */
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

    /** The elements of an INT64 constant, not to be modified; empty for other tensors. */
    public Optional<long[]> longs(String constant) {
        return longs.computeIfAbsent(constant, name -> Optional.ofNullable(constants.get(name))
                .filter(tensor -> tensor.getDataType() == TensorProto.DataType.INT64_VALUE)
                .map(tensor -> longs(tensor).toArray()));
    }

    /**
     * Checks whether the list has an integer other than 0. Cached, because it may be as long as all trees of a forest.
     */
    public boolean hasNonZero(AttributeProto list) {
        return nonZero.computeIfAbsent(list, read -> read.getIntsList().stream().anyMatch(number -> number != 0));
    }

    /** Counts steps of the search that restarts for each column. Returns whether the total exceeds its limit. */
    public boolean exceedsSteps(long more) {
        steps += more;
        return steps > MAX_STEPS;
    }

    /** The number of a constant with one element of type FLOAT, DOUBLE, INT32 or INT64; empty for other tensors. */
    public Optional<Double> single(String tensor) {
        return Optional.ofNullable(constants.get(tensor))
                .filter(constant -> constant.getDimsList().stream().allMatch(size -> size == 1))
                .flatMap(constant -> numbers(constant).boxed().findFirst());
    }

    private static DoubleStream numbers(TensorProto tensor) {
        boolean isRaw = !tensor.getRawData().isEmpty();
        return switch (tensor.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE ->
                isRaw
                        ? DoubleStream.of(raw(tensor).getFloat())
                        : tensor.getFloatDataList().stream().mapToDouble(Float::doubleValue);
            case TensorProto.DataType.DOUBLE_VALUE ->
                isRaw
                        ? DoubleStream.of(raw(tensor).getDouble())
                        : tensor.getDoubleDataList().stream().mapToDouble(Double::doubleValue);
            case TensorProto.DataType.INT64_VALUE -> longs(tensor).asDoubleStream();
            case TensorProto.DataType.INT32_VALUE -> ints(tensor).asDoubleStream();
            default -> DoubleStream.empty();
        };
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The elements of an INT64 tensor. */
    static LongStream longs(TensorProto tensor) {
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

    /** The attribute of this name; empty if the operator has none. */
    public static Optional<AttributeProto> attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** The integer attribute of this name, or the default if the operator has none. */
    public static long number(NodeProto node, String name, long absent) {
        return attribute(node, name).map(AttributeProto::getI).orElse(absent);
    }

    /** The string attribute of this name, or the default if the operator has none. */
    public static String text(NodeProto node, String name, String absent) {
        return attribute(node, name)
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse(absent);
    }

    /** The first of the named attributes that is a non-empty list of strings or integers, as text. */
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
