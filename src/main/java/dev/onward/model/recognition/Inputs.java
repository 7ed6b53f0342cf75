package dev.onward.model.recognition;

import ai.onnxruntime.NodeInfo;
import dev.onward.model.recognition.GraphInput.NoTableException;
import dev.onward.onnx.Graph;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The graph's inputs, whose columns together are those of a table. */
public final class Inputs {

    private final List<GraphInput> inputs;
    private final long batch;

    private Inputs(List<GraphInput> inputs, long batch) {
        this.inputs = inputs;
        this.batch = batch;
    }

    /**
     * @param width the number of columns of a matrix that neither declares it nor is used by an operator that shows it;
     *     0 if unknown
     * @throws NoTableException if a row of a table cannot be a row of every input
     */
    public static Inputs of(Map<String, NodeInfo> nodes, Graph graph, int width) throws NoTableException {
        if (nodes.isEmpty()) {
            throw new NoTableException("the graph has no inputs; export the model with its features as inputs");
        }
        List<GraphInput> inputs = new ArrayList<>();
        for (NodeInfo node : nodes.values()) {
            int inferred = GraphWidth.of(graph, node.getName());
            try {
                inputs.add(GraphInput.of(node, inferred > 0 ? inferred : width, nodes.size() == 1));
            } catch (NoTableException e) {
                throw new NoTableException("input " + Text.quote(node.getName()) + ": " + e.getMessage());
            }
        }
        List<Long> fixed = inputs.stream()
                .map(GraphInput::batch)
                .filter(rows -> rows > 0)
                .distinct()
                .toList();
        if (fixed.size() > 1) {
            throw new NoTableException("expected the same batch size for all inputs, got "
                    + fixed.stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + "; export the model with a variable number of rows");
        }
        return new Inputs(List.copyOf(inputs), fixed.isEmpty() ? 0 : fixed.get(0));
    }

    public List<GraphInput> all() {
        return inputs;
    }

    /** The number of rows in each run; 0 for any number. */
    public int batch() {
        return Math.toIntExact(batch);
    }

    public int columns() {
        return inputs.stream().mapToInt(GraphInput::columns).sum();
    }

    /** The inputs that have fewer columns than trees of the graph test, one sentence for each. */
    public List<String> tooNarrow(Graph graph) {
        return inputs.stream()
                .filter(input -> GraphWidth.needed(graph, input.name()) > input.columns())
                .map(input -> "input " + Text.quote(input.name()) + ": expected at least "
                        + GraphWidth.needed(graph, input.name())
                        + " features, because the graph's trees test that many, got "
                        + input.columns() + ", so export the model with an input of that width")
                .toList();
    }

    Map<String, Integer> widths() {
        return inputs.stream().collect(Collectors.toMap(GraphInput::name, GraphInput::columns));
    }

    /**
     * Unique default names of the columns. A single column has the name of its input. The columns of the only matrix
     * are f0, f1 and so on; with several matrices, the name of the input precedes the number.
     */
    List<String> names() {
        long matrices = inputs.stream().filter(input -> input.columns() > 1).count();
        List<String> singles = inputs.stream()
                .filter(input -> input.columns() == 1)
                .map(GraphInput::name)
                .toList();
        boolean isShort = matrices == 1 && singles.stream().noneMatch(name -> name.matches("f\\d+"));
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            GraphInput input = inputs.get(i);
            String name = input.name().isBlank() ? "input_" + i : input.name();
            String prefix = isShort ? "f" : name + "_";
            for (int column = 0; column < input.columns(); column++) {
                add(names, input.columns() == 1 ? name : prefix + column);
            }
        }
        return List.copyOf(names);
    }

    /** Appends underscores until the name is unique. */
    private static void add(Set<String> names, String name) {
        String unique = name;
        while (!names.add(unique)) {
            unique += "_";
        }
    }

    /** The input of each column. */
    List<GraphInput> ofColumns() {
        return inputs.stream()
                .flatMap(input -> IntStream.range(0, input.columns()).mapToObj(i -> input))
                .toList();
    }
}
