package dev.onward.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The input and output tensors of a graph, in its order.
 *
 * @param byRow whether every input has one row per predicted row
 * @param unsupportedReason the reason why the model cannot be run on tensors; empty if it can
 */
public record Signature(
        List<TensorSpec> inputs, List<TensorSpec> outputs, boolean byRow, Optional<String> unsupportedReason) {

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Reads the declarations of the session's graph, without running it.
     *
     * @param byRow whether every input has one row per predicted row
     * @param labels the classes of an output's columns, by the name of the output; empty if unknown
     * @throws OrtException if the runtime cannot read the declarations
     */
    public static Signature of(Session session, boolean byRow, Function<String, List<String>> labels)
            throws OrtException {
        Collection<NodeInfo> inputs = session.graph().getInputInfo().values();
        List<TensorSpec> inputSpecs = specs(inputs, name -> List.of());
        List<TensorSpec> outputSpecs = specs(session.graph().getOutputInfo().values(), labels);
        Optional<String> unsupportedInput = inputs.stream()
                .filter(input -> spec(input, List.of())
                        .filter(tensor -> tensor.datatype().isSupportedAsInput())
                        .isEmpty())
                .map(input -> "input " + Text.quote(input.getName())
                        + ": expected a type that ONNX Runtime's Java API supports, got " + describe(input)
                        + "; export the model with another type")
                .findFirst();
        Optional<String> reason = unsupportedInput.isEmpty() && outputSpecs.isEmpty()
                ? Optional.of("none of its outputs is a tensor; export the model with tensors as outputs")
                : unsupportedInput;
        return new Signature(inputSpecs, outputSpecs, byRow, reason);
    }

    /** The type and shape in ONNX notation, such as {@code float [N, 4]}; a dynamic dimension without a name is ?. */
    public static String describe(NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            return node.getInfo().getClass().getSimpleName().replace("Info", "").toLowerCase(Locale.ROOT);
        }
        String[] names = info.getDimensionNames();
        String dimensions = IntStream.range(0, info.getShape().length)
                .mapToObj(i -> info.getShape()[i] >= 0
                        ? Long.toString(info.getShape()[i])
                        : names.length > i && !names[i].isEmpty() ? names[i] : "?")
                .collect(Collectors.joining(", ", "[", "]"));
        String type = info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
        return type.toLowerCase(Locale.ROOT) + " " + dimensions;
    }

    /** The specifications of all tensors; other values, such as sequences of maps, are left out. */
    private static List<TensorSpec> specs(Collection<NodeInfo> nodes, Function<String, List<String>> labels) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            spec(node, labels.apply(node.getName())).ifPresent(specs::add);
        }
        return specs;
    }

    private static Optional<TensorSpec> spec(NodeInfo node, List<String> labels) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            return Optional.empty();
        }
        List<Long> shape = Arrays.stream(info.getShape())
                .map(size -> size < 0 ? -1 : size)
                .boxed()
                .toList();
        // The output of a removed ZipMap has no declared shape.
        List<Long> declared = shape.isEmpty() && !labels.isEmpty() ? List.of(-1L, (long) labels.size()) : shape;
        return Datatype.of(info).map(datatype -> new TensorSpec(node.getName(), datatype, declared, labels));
    }

    /** The output of this name. */
    public Optional<TensorSpec> output(String name) {
        return named(name, outputs);
    }

    /** The input of this name. */
    public Optional<TensorSpec> input(String name) {
        return named(name, inputs);
    }

    /** Without a stream, because requests look up each of their tensors. */
    private static Optional<TensorSpec> named(String name, List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            if (spec.name().equals(name)) {
                return Optional.of(spec);
            }
        }
        return Optional.empty();
    }
}
