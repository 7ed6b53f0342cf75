package dev.onward.model;

import dev.onward.model.recognition.GraphInput;
import dev.onward.model.recognition.OutputMapping;
import dev.onward.onnx.Graph;
import java.util.List;

/**
 * The graph of a tabular model, with the features of its inputs and the meaning of its outputs, for analyses of how
 * predictions are computed. Not thread-safe, like {@link Graph}.
 */
public final class ModelGraph {

    private final Graph graph;
    private final List<GraphInput> inputs;
    private final int[] positions;
    private final OutputMapping outputs;

    /** @param positions for each column of the inputs, the position of its feature in the table */
    ModelGraph(Graph graph, List<GraphInput> inputs, int[] positions, OutputMapping outputs) {
        this.graph = graph;
        this.inputs = List.copyOf(inputs);
        this.positions = positions.clone();
        this.outputs = outputs;
    }

    public Graph graph() {
        return graph;
    }

    public List<GraphInput> inputs() {
        return inputs;
    }

    /** The position in the table of the feature of a column of the inputs, which are numbered through all inputs. */
    public int position(int column) {
        return positions[column];
    }

    public OutputMapping outputs() {
        return outputs;
    }
}
