package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns of a model that ML.NET exported. Its graph has an input and an output for each column of the training
 * data, with the target and other columns that no prediction depends on. The outputs of the prediction have fixed
 * names.
 */
final class MlNetColumns {

    private static final String PRODUCER = "ML.NET";

    private static final String LABEL = "PredictedLabel.output";
    private static final String SCORE = "Score.output";

    /** The outputs of a prediction, whichever of them the trainer has. */
    private static final Set<String> PREDICTIONS = Set.of(LABEL, SCORE, "Probability.output");

    /** An operator without use in the graph, whose attributes name the columns of the scores. */
    private static final String SCORE_NAMES = "mlnet.Score.SlotNames";

    private MlNetColumns() {}

    /**
     * The outputs that make the prediction. In a file that another tool wrote, such as an optimizer, they are those of
     * a classifier; empty if it does not have their names.
     */
    static Set<String> predictions(ModelProto model) {
        Set<String> predictions = model.getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .filter(PREDICTIONS::contains)
                .collect(Collectors.toSet());
        return isOwn(model) || predictions.containsAll(List.of(LABEL, SCORE)) ? predictions : Set.of();
    }

    private static boolean isOwn(ModelProto model) {
        return model.getProducerName().equals(PRODUCER);
    }

    /** The classes of the scores, in their order; empty if the file does not name them. */
    static Optional<List<String>> scoreNames(ModelProto model) {
        return predictions(model).isEmpty()
                ? Optional.empty()
                : model.getGraph().getNodeList().stream()
                        .filter(node -> node.getName().equals(SCORE_NAMES))
                        .findFirst()
                        .flatMap(node -> Graph.list(node, "keys_strings"));
    }

    /** The inputs that no prediction depends on; none if another tool wrote the file. */
    static List<String> unused(ModelProto model) {
        GraphProto graph = model.getGraph();
        Set<String> predictions = predictions(model);
        boolean hasBodies = graph.getNodeList().stream()
                .anyMatch(node -> !FlatGraph.bodies(node).isEmpty());
        if (!isOwn(model) || predictions.isEmpty() || hasBodies) {
            return List.of();
        }
        Set<String> needed = reached(graph, predictions, NodeProto::getOutputList, NodeProto::getInputList);
        Set<String> constants =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        List<String> inputs = graph.getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !constants.contains(name))
                .toList();
        List<String> unused =
                inputs.stream().filter(name -> !needed.contains(name)).toList();
        return unused.size() == inputs.size() ? List.of() : unused;
    }

    /** The model without these inputs and all that depends on them. */
    static ModelProto without(ModelProto model, List<String> inputs) {
        GraphProto graph = model.getGraph();
        Set<String> dropped = reached(graph, inputs, NodeProto::getInputList, NodeProto::getOutputList);
        GraphProto.Builder rest =
                graph.toBuilder().clearInput().clearOutput().clearNode().clearValueInfo();
        graph.getInputList().stream()
                .filter(input -> !dropped.contains(input.getName()))
                .forEach(rest::addInput);
        graph.getOutputList().stream()
                .filter(output -> !dropped.contains(output.getName()))
                .forEach(rest::addOutput);
        graph.getNodeList().stream()
                .filter(node -> node.getInputList().stream().noneMatch(dropped::contains))
                .forEach(rest::addNode);
        return model.toBuilder().setGraph(rest).build();
    }

    /** The tensors that are connected with these, in one direction. */
    private static Set<String> reached(
            GraphProto graph,
            Collection<String> tensors,
            Function<NodeProto, ? extends List<String>> from,
            Function<NodeProto, ? extends List<String>> to) {
        Map<String, List<NodeProto>> nodes = new HashMap<>();
        graph.getNodeList().forEach(node -> from.apply(node)
                .forEach(tensor -> nodes.computeIfAbsent(tensor, unseen -> new ArrayList<>())
                        .add(node)));
        Set<String> reached = new HashSet<>(tensors);
        Deque<String> open = new ArrayDeque<>(tensors);
        while (!open.isEmpty()) {
            for (NodeProto node : nodes.getOrDefault(open.pop(), List.of())) {
                to.apply(node).stream().filter(reached::add).forEach(open::push);
            }
        }
        return reached;
    }
}
