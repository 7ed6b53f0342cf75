package dev.onward.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request and the response to it, each as a tree of JSON or, for other formats, as text.
 *
 * @param name of both, so that readers find the response to a request
 */
public record Example(String name, String summary, Object request, Object response) {

    /** The requests in the form of the property {@code examples}. */
    public static Map<String, Object> requests(List<Example> examples) {
        return listed(examples, Example::request);
    }

    /** The responses in the form of the property {@code examples}. */
    public static Map<String, Object> responses(List<Example> examples) {
        return listed(examples, Example::response);
    }

    private static Map<String, Object> listed(List<Example> examples, Function<Example, Object> value) {
        Map<String, Object> listed = JsonTree.object();
        examples.forEach(example -> listed.put(
                example.name(), JsonTree.object("summary", example.summary(), "value", value.apply(example))));
        return listed;
    }

    /** The result, or empty if it throws. A model that fails on its own example is described without the example. */
    public static <T> Optional<T> attempt(Supplier<T> prediction) {
        try {
            return Optional.of(prediction.get());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
