package dev.onward.runtime;

import java.util.List;

/**
 * The declaration of an input or output of the graph.
 *
 * @param shape -1 for a dynamic dimension
 * @param labels the class of each column; empty if the columns are not classes
 */
public record TensorSpec(String name, Datatype datatype, List<Long> shape, List<String> labels) {

    public TensorSpec {
        shape = List.copyOf(shape);
        labels = List.copyOf(labels);
    }
}
