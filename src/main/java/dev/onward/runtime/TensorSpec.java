package dev.onward.runtime;

import java.util.List;

/**
 * An input or output of the graph, as the graph declares it.
 *
 * @param shape -1 for a size that may vary
 * @param labels of the columns, if each is about a class; else empty
 */
public record TensorSpec(String name, Datatype datatype, List<Long> shape, List<String> labels) {

    public TensorSpec {
        shape = List.copyOf(shape);
        labels = List.copyOf(labels);
    }
}
