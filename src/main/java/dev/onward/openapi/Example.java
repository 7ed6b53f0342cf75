package dev.onward.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A request and the response to it, each as a tree of JSON or, for other formats, as text.
 *
 * @param name shared by the two, so that readers find the response to a request
 */
public record Example(String name, String summary, Object request, Object response) {

    /** The requests as the property {@code examples} lists them. */
    public static Map<String, Object> requests(List<Example> examples) {
        return listed(examples, Example::request);
    }

    /** The responses as the property {@code examples} lists them. */
    public static Map<String, Object> responses(List<Example> examples) {
        return listed(examples, Example::response);
    }

    private static Map<String, Object> listed(List<Example> examples, Function<Example, Object> value) {
        Map<String, Object> listed = JsonTree.object();
        examples.forEach(example -> listed.put(
                example.name(), JsonTree.object("summary", example.summary(), "value", value.apply(example))));
        return listed;
    }

    /** The result, or empty if it throws: a model that fails on its own example is described without it. */
    public static <T> Optional<T> attempt(Supplier<T> prediction) {
        try {
            return Optional.of(prediction.get());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
