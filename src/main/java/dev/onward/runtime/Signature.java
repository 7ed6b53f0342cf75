package dev.onward.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
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
 * The tensors that a graph takes and gives, in its order.
 *
 * @param byRow whether every input has a row for each row that is asked
 * @param obstacle why it cannot be asked tensors; empty if it can
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs, boolean byRow, String obstacle) {

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * What the session's graph declares; types and shapes are told without running anything.
     *
     * @param byRow whether every input has a row for each row that is asked
     * @param labels of an output's columns, by the name of the output; empty if they are not known
     * @throws OrtException if the runtime fails to tell
     */
    public static Signature of(Session session, boolean byRow, Function<String, List<String>> labels)
            throws OrtException {
        Collection<NodeInfo> inputs = session.graph().getInputInfo().values();
        List<TensorSpec> taken = specs(inputs, name -> List.of());
        List<TensorSpec> given = specs(session.graph().getOutputInfo().values(), labels);
        String obstacle = inputs.stream()
                .filter(input -> spec(input, List.of())
                        .filter(known -> known.datatype().isSupportedAsInput())
                        .isEmpty())
                .map(input -> "takes " + describe(input)
                        + ", a type of which the ONNX Runtime's Java side cannot make tensors")
                .findFirst()
                .orElse(given.isEmpty() ? "none of its outputs is a tensor" : "");
        return new Signature(taken, given, byRow, obstacle);
    }

    /** A type and a shape in the words of ONNX, such as {@code float [N, 4]}; a size that may vary without a name is ?. */
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

    /** What is no tensor, such as a sequence of maps, is left out. */
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
        // A ZipMap that was undone leaves an output whose shape nobody declared.
        List<Long> known = shape.isEmpty() && !labels.isEmpty() ? List.of(-1L, (long) labels.size()) : shape;
        return Datatype.of(info).map(datatype -> new TensorSpec(node.getName(), datatype, known, labels));
    }

    /** The output of this name. */
    public Optional<TensorSpec> output(String name) {
        return outputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /** The input of this name. */
    public Optional<TensorSpec> input(String name) {
        return inputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }
}
