package dev.onward.model;

import dev.onward.model.recognition.GraphInput;
import dev.onward.model.recognition.OutputMapping;
import dev.onward.onnx.Graph;
import dev.onward.onnx.OnnxFile;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The graph of a tabular model, with the features of its inputs and the meaning of its outputs, for analyses of how
 * predictions are computed. Not thread-safe, like {@link Graph}.
 */
public final class ModelGraph {

    private final OnnxFile file;
    private final List<GraphInput> inputs;
    private final int[] positions;
    private final OutputMapping outputs;

    /** @param positions for each column of the inputs, the position of its feature in the table */
    ModelGraph(OnnxFile file, List<GraphInput> inputs, int[] positions, OutputMapping outputs) {
        this.file = file;
        this.inputs = List.copyOf(inputs);
        this.positions = positions.clone();
        this.outputs = outputs;
    }

    public Graph graph() {
        return file.graph();
    }

    /** The value of a metadata entry of the model's file. */
    public Optional<String> metadata(String key) {
        return file.metadata(key);
    }

    /** The names of the features in the columns of each input, by the names of the inputs. */
    Map<String, List<String>> inputFeatures(Schema schema) {
        Map<String, List<String>> features = new LinkedHashMap<>();
        int column = 0;
        for (GraphInput input : inputs) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < input.columns(); i++) {
                names.add(schema.feature(positions[column++]).name());
            }
            features.put(input.name(), List.copyOf(names));
        }
        return Collections.unmodifiableMap(features);
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
