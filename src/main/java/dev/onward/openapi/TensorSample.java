package dev.onward.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.model.FeatureCard;
import dev.onward.model.Model;
import dev.onward.protocol.oip.InferRequest;
import dev.onward.protocol.oip.InferResponse;
import dev.onward.runtime.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a model was asked in tensors of its own types and shapes, and what it answered. */
record TensorSample(Map<String, Object> asked, String answered) {

    /** Larger tensors, such as images, are no examples to read. */
    private static final long MOST_ELEMENTS = 1000;

    /** Empty if the model cannot be asked, or cannot answer. */
    static Optional<TensorSample> of(Model model) {
        try {
            List<TensorSpec> inputs = model.signature().inputs();
            return inputs.stream().anyMatch(spec -> size(spec) > MOST_ELEMENTS)
                            || !model.signature().obstacle().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ask(model, inputs));
        } catch (RuntimeException | IOException e) {
            return Optional.empty();
        }
    }

    private static TensorSample ask(Model model, List<TensorSpec> inputs) throws IOException {
        Map<String, Object> columns = columns(model);
        List<Object> tensors = new ArrayList<>();
        for (TensorSpec spec : inputs) {
            tensors.add(Json.object(
                    "name",
                    spec.name(),
                    "datatype",
                    spec.datatype().name(),
                    "shape",
                    shape(spec),
                    "data",
                    data(spec, columns)));
        }
        Map<String, Object> asked = Json.object("inputs", tensors);
        InferRequest request =
                InferRequest.read(new ByteArrayInputStream(Json.bytes(asked)), OptionalInt.empty(), model.signature());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        InferResponse.of(model, request, model.run(request.inputs(), request.outputNames())).writeTo(out);
        return new TensorSample(asked, out.toString(UTF_8));
    }

    /** The example row's values by the columns of the graph, as far as these are known. */
    private static Map<String, Object> columns(Model model) {
        if (!model.isTabular()) {
            return Map.of();
        }
        Map<String, Object> columns = new HashMap<>(ExampleRow.of(model).get(0).cells());
        for (FeatureCard feature : model.card().features()) {
            Object value = columns.get(feature.name());
            if (value != null && !feature.input().isEmpty()) {
                columns.put(feature.input(), value);
            }
        }
        return columns;
    }

    private static List<Long> shape(TensorSpec spec) {
        // Of a shape that nobody declared this fits the most.
        return spec.shape().isEmpty()
                ? List.of(1L, 1L)
                : spec.shape().stream().map(size -> size < 0 ? 1 : size).toList();
    }

    private static long size(TensorSpec spec) {
        return shape(spec).stream().reduce(1L, (one, other) -> Math.min(one * other, MOST_ELEMENTS + 1));
    }

    private static List<Object> data(TensorSpec spec, Map<String, Object> columns) {
        List<Object> data = new ArrayList<>();
        long width = shape(spec).get(shape(spec).size() - 1);
        for (long i = 0; i < size(spec); i++) {
            Object value = columns.getOrDefault(spec.name(), columns.getOrDefault("f" + i % width, ""));
            data.add(fits(spec, value) ? Json.literal(value) : nothing(spec));
        }
        return data;
    }

    private static boolean fits(TensorSpec spec, Object value) {
        return switch (spec.datatype()) {
            case BOOL -> value instanceof Boolean;
            case BYTES -> value instanceof String;
            default -> value instanceof Number;
        };
    }

    private static Object nothing(TensorSpec spec) {
        return switch (spec.datatype()) {
            case BOOL -> false;
            case BYTES -> "…";
            default -> 0;
        };
    }
}
