package dev.onward.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A graph that computes the same as another, with what only costs time removed. For a single row, each input, each
 * output of text and each operator costs more than the arithmetic.
 *
 * <ul>
 *   <li>Inputs that the graph only concatenates become one input; so does a conversion from float to double after them.
 *   <li>Text that the graph takes from a table of constants, such as a label, becomes the position in the table.
 *   <li>Columns that the graph selects become rows of a transposed matrix, and the merged inputs too.
 * </ul>
 *
 * No operator that computes numbers changes, nor their order.
 */
public final class LeanGraph {

    /** Operators that keep the elements and their order. */
    private static final Set<String> RESHAPING = Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    private static final int MAX_DEPTH = 100;

    private final ModelProto model;
    private final Map<String, Merged> merged = new LinkedHashMap<>();
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    /** The operators by their position; null for those that were removed. */
    private final List<NodeProto> nodes;

    private final Map<String, ValueInfoProto> inputs = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    private final Map<String, Integer> producers = new HashMap<>();
    private final Map<String, Integer> lastConsumers = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, TensorProto> constants = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> retyped = new HashSet<>();
    private final List<TensorProto> added = new ArrayList<>();
    private boolean selectsColumns;

    /**
     * An input in the place of others.
     *
     * @param sources the names of the others, whose columns follow each other
     * @param widened whether the columns are doubles in the place of floats, with the values of the floats
     * @param transposed whether each row of the input is a column of the table
     */
    public record Merged(List<String> sources, boolean widened, boolean transposed) {

        public Merged {
            sources = List.copyOf(sources);
        }
    }

    private LeanGraph(ModelProto model) {
        this.model = model;
        this.nodes = new ArrayList<>(model.getGraph().getNodeList());
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            for (String output : node.getOutputList()) {
                producers.put(output, i);
            }
            for (String input : node.getInputList()) {
                lastConsumers.put(input, i);
                uses.merge(input, 1, Integer::sum);
            }
        }
        for (ValueInfoProto output : model.getGraph().getOutputList()) {
            outputs.add(output.getName());
            uses.merge(output.getName(), 1, Integer::sum);
        }
        for (ValueInfoProto input : model.getGraph().getInputList()) {
            if (!constants.containsKey(input.getName()) && isMatrix(input)) {
                inputs.put(input.getName(), input);
            }
        }
    }

    /**
     * Simplifies a graph.
     *
     * @param model the model that the runtime runs, with all its data
     * @return empty if nothing can be removed
     */
    public static Optional<LeanGraph> of(ModelProto model) {
        boolean hasBodies = model.getFunctionsCount() > 0
                || model.getGraph().getSparseInitializerCount() > 0
                || model.getGraph().getNodeList().stream()
                        .anyMatch(node -> !FlatGraph.bodies(node).isEmpty());
        if (hasBodies) {
            return Optional.empty();
        }
        LeanGraph graph = new LeanGraph(model);
        graph.mergeInputs();
        for (ValueInfoProto output : model.getGraph().getOutputList()) {
            if (elementType(output) == TensorProto.DataType.STRING_VALUE) {
                graph.number(output.getName());
            }
        }
        graph.selectColumns();
        return graph.merged.isEmpty() && graph.texts.isEmpty() && !graph.selectsColumns
                ? Optional.empty()
                : Optional.of(graph);
    }

    /** The inputs that are in the place of others, by name. All other inputs are those of the original graph. */
    public Map<String, Merged> merged() {
        return merged;
    }

    /** For each output with positions in the place of text, the text at each position. */
    public Map<String, List<String>> texts() {
        return texts;
    }

    /** The ONNX file of the graph, for the runtime. */
    public byte[] bytes() {
        GraphProto graph = model.getGraph();
        GraphProto.Builder lean =
                graph.toBuilder().clearNode().clearInput().clearOutput().clearValueInfo();
        for (NodeProto node : nodes) {
            if (node != null) {
                lean.addNode(node);
            }
        }
        graph.getInputList().stream()
                .filter(input -> !removed.contains(input.getName()))
                .forEach(lean::addInput);
        merged.forEach((name, input) -> lean.addInput(declaration(name, input)));
        for (ValueInfoProto output : graph.getOutputList()) {
            lean.addOutput(texts.containsKey(output.getName()) ? integers(output) : output);
        }
        graph.getValueInfoList().stream()
                .filter(info -> !removed.contains(info.getName())
                        && !retyped.contains(info.getName())
                        && !merged.containsKey(info.getName()))
                .forEach(lean::addValueInfo);
        added.forEach(lean::addInitializer);
        return model.toBuilder().setGraph(lean).build().toByteArray();
    }

    private void mergeInputs() {
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            if (isStandard(node, "Concat") && isOfColumns(node)) {
                merge(i);
            }
        }
    }

    private static boolean isOfColumns(NodeProto concat) {
        long axis = Graph.number(concat, "axis", 1);
        return axis == 1 || axis == -1;
    }

    private void merge(int concat) {
        List<String> sources = nodes.get(concat).getInputList();
        boolean onlyInputs = sources.stream().allMatch(source -> inputs.containsKey(source) && isUsedOnce(source))
                && sources.stream().mapToInt(this::inputType).distinct().count() == 1;
        String joined = nodes.get(concat).getOutput(0);
        if (!onlyInputs || sources.size() < 2 || outputs.contains(joined)) {
            return;
        }
        Optional<Integer> cast = onlyConsumer(joined).filter(next -> isWidening(next, inputType(sources.get(0))));
        String name = cast.map(next -> nodes.get(next).getOutput(0))
                .filter(widened -> !outputs.contains(widened))
                .orElse(joined);
        if (!name.equals(joined)) {
            nodes.set(cast.orElseThrow(), null);
            removed.add(joined);
        }
        nodes.set(concat, null);
        removed.addAll(sources);
        merged.put(name, new Merged(sources, !name.equals(joined), false));
    }

    /** Selects columns in another way, and takes numbers by column if there are such selections. */
    private void selectColumns() {
        Set<String> matrices = new HashSet<>(merged.keySet());
        inputs.keySet().stream().filter(input -> !removed.contains(input)).forEach(matrices::add);
        ColumnSelections selections = new ColumnSelections(matrices, outputs, constants, this::unused);
        List<NodeProto> rewritten =
                selections.rewritten(nodes.stream().filter(Objects::nonNull).toList());
        selectsColumns = selections.areAny();
        if (!selectsColumns) {
            return;
        }
        nodes.clear();
        for (String name : List.copyOf(merged.keySet())) {
            Merged input = Objects.requireNonNull(merged.get(name));
            if (inputType(input.sources.get(0)) != TensorProto.DataType.STRING_VALUE) {
                String columns = unused(name + "/columns");
                merged.remove(name);
                merged.put(columns, new Merged(input.sources, input.widened, true));
                nodes.add(ColumnSelections.transposition(columns, name));
            }
        }
        nodes.addAll(rewritten);
    }

    /** Checks whether an operator converts floats to doubles, which is exact. */
    private boolean isWidening(int position, int from) {
        NodeProto node = nodes.get(position);
        return isStandard(node, "Cast")
                && from == TensorProto.DataType.FLOAT_VALUE
                && Graph.number(node, "to", 0) == TensorProto.DataType.DOUBLE_VALUE;
    }

    private Optional<Integer> onlyConsumer(String tensor) {
        return isUsedOnce(tensor) ? Optional.ofNullable(lastConsumers.get(tensor)) : Optional.empty();
    }

    /** Replaces an output of text by positions in a table, if all operators between the table and it allow this. */
    private void number(String output) {
        List<Integer> between = new ArrayList<>();
        String tensor = output;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Integer position = producers.get(tensor);
            if (position == null || nodes.get(position) == null || !isUsedOnce(tensor)) {
                return;
            }
            NodeProto node = nodes.get(position);
            if (isPassing(node)) {
                between.add(position);
                tensor = node.getInput(0);
                continue;
            }
            Optional<TextPositions> numbered = numbered(node, tensor);
            if (numbered.isPresent() && numbered.get().areReadable()) {
                nodes.set(position, numbered.get().node());
                between.forEach(this::renumber);
                retyped.add(tensor);
                texts.put(output, numbered.get().texts());
            }
            return;
        }
    }

    private static boolean isPassing(NodeProto node) {
        return isStandard(node, "Cast")
                ? Graph.number(node, "to", 0) == TensorProto.DataType.STRING_VALUE
                : RESHAPING.stream().anyMatch(operator -> isStandard(node, operator));
    }

    /** A cast of text to text would make text of integers. */
    private void renumber(int position) {
        NodeProto node = nodes.get(position);
        retyped.addAll(node.getOutputList());
        if (isStandard(node, "Cast")) {
            nodes.set(position, identity(node, node.getInput(0)));
        }
    }

    private Optional<TextPositions> numbered(NodeProto node, String tensor) {
        if (node.getDomain().equals("ai.onnx.ml")) {
            return switch (node.getOpType()) {
                case "LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier" ->
                    TextPositions.ofClassifier(node, tensor);
                case "ArrayFeatureExtractor" -> selected(node);
                case "LabelEncoder" -> TextPositions.ofEncoder(node);
                default -> Optional.empty();
            };
        }
        return isStandard(node, "Gather") && Graph.number(node, "axis", 0) == 0 ? selected(node) : Optional.empty();
    }

    /** An element of a list of text; the same element of the list 0, 1, 2 and so on is its position. */
    private Optional<TextPositions> selected(NodeProto node) {
        TensorProto table = constants.get(node.getInput(0));
        if (table == null
                || table.getDataType() != TensorProto.DataType.STRING_VALUE
                || table.getDimsCount() != 1
                || table.getDims(0) != table.getStringDataCount()) {
            return Optional.empty();
        }
        List<String> texts =
                table.getStringDataList().stream().map(ByteString::toStringUtf8).toList();
        if (isMaximum(node.getInput(1)) && (isStandard(node, "Gather") || isFlattened(node.getOutput(0)))) {
            return Optional.of(new TextPositions(identity(node, node.getInput(1)), texts));
        }
        String name = unused(table.getName() + "/positions");
        added.add(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(texts.size())
                .addAllInt64Data(LongStream.range(0, texts.size()).boxed().toList())
                .build());
        return Optional.of(new TextPositions(node.toBuilder().setInput(0, name).build(), texts));
    }

    /**
     * Checks whether a tensor has the positions of maxima, which are not negative. A position beyond the end of the
     * table is an error in the operator that selects from it, and must be one to the reader of the positions.
     */
    private boolean isMaximum(String tensor) {
        Integer position = producers.get(tensor);
        return position != null && isStandard(nodes.get(position), "ArgMax");
    }

    /** Checks whether the tensor is only used as a list, so that its shape does not matter. */
    private boolean isFlattened(String tensor) {
        return onlyConsumer(tensor)
                .map(nodes::get)
                .filter(node -> isStandard(node, "Reshape") && node.getInput(0).equals(tensor))
                .map(node -> constants.get(node.getInput(1)))
                .filter(shape -> shape.getDataType() == TensorProto.DataType.INT64_VALUE
                        && shape.getDimsList().equals(List.of(1L)))
                .flatMap(shape -> Graph.longs(shape).boxed().findFirst())
                .filter(size -> size == -1)
                .isPresent();
    }

    private static NodeProto identity(NodeProto node, String input) {
        return NodeProto.newBuilder()
                .setOpType("Identity")
                .setName(node.getName())
                .addInput(input)
                .addOutput(node.getOutput(0))
                .build();
    }

    private ValueInfoProto declaration(String name, Merged input) {
        List<ValueInfoProto> sources = input.sources.stream()
                .map(source -> Objects.requireNonNull(inputs.get(source)))
                .toList();
        TensorShapeProto.Dimension rows =
                sources.get(0).getType().getTensorType().getShape().getDim(0);
        long columns = 0;
        for (ValueInfoProto source : sources) {
            long width = source.getType().getTensorType().getShape().getDim(1).getDimValue();
            columns = width > 0 && columns >= 0 ? columns + width : -1;
        }
        TensorShapeProto.Dimension width = columns > 0
                ? TensorShapeProto.Dimension.newBuilder().setDimValue(columns).build()
                : TensorShapeProto.Dimension.getDefaultInstance();
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(input.transposed ? width : rows)
                .addDim(input.transposed ? rows : width);
        int type = input.widened ? TensorProto.DataType.DOUBLE_VALUE : elementType(sources.get(0));
        return declaration(name, TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape));
    }

    private static ValueInfoProto integers(ValueInfoProto output) {
        return declaration(
                output.getName(),
                output.getType().getTensorType().toBuilder().setElemType(TensorProto.DataType.INT64_VALUE));
    }

    private static ValueInfoProto declaration(String name, TypeProto.Tensor.Builder tensor) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private int inputType(String input) {
        return elementType(Objects.requireNonNull(inputs.get(input)));
    }

    private static int elementType(ValueInfoProto value) {
        return value.getType().getTensorType().getElemType();
    }

    private static boolean isMatrix(ValueInfoProto input) {
        return input.getType().getTensorType().getShape().getDimCount() == 2;
    }

    private static boolean isStandard(NodeProto node, String operator) {
        return node != null
                && node.getOpType().equals(operator)
                && (node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx"));
    }

    private boolean isUsedOnce(String tensor) {
        return uses.getOrDefault(tensor, 0) == 1;
    }

    private String unused(String name) {
        String unused = name;
        while (producers.containsKey(unused) || constants.containsKey(unused) || uses.containsKey(unused)) {
            unused += "_";
        }
        return unused;
    }
}
