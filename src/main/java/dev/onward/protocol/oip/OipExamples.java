package dev.onward.protocol.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.model.Model;
import dev.onward.model.card.FeatureCard;
import dev.onward.openapi.Example;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.JsonTree;
import dev.onward.openapi.ModelValues;
import dev.onward.runtime.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The OpenAPI values of this slice: a model's metadata, and example tensors with the model's own response. */
final class OipExamples implements ModelValues {

    /** Larger tensors, such as images, are too long for an example. */
    private static final long MAX_ELEMENTS = 1000;

    @Override
    public Map<String, Object> of(Model model, String key) {
        return Example.attempt(() -> infer(model)).orElse(Map.of());
    }

    @Override
    public Map<String, Object> ofExample(List<Model> versions) {
        List<String> names = versions.stream().map(Model::version).toList();
        Model latest = versions.get(versions.size() - 1);
        return Map.of("metadata", JsonTree.written(json -> ProtocolMetadata.writeModel(json, latest, names)));
    }

    /** Empty if a tensor is too large. */
    private static Map<String, Object> infer(Model model) {
        List<TensorSpec> inputs = model.signature().inputs();
        if (inputs.stream().anyMatch(spec -> size(spec) > MAX_ELEMENTS)
                || model.signature().unsupportedReason().isPresent()) {
            return Map.of();
        }
        Map<String, Object> columns = columns(model);
        List<Object> tensors = new ArrayList<>();
        for (TensorSpec spec : inputs) {
            Map<String, Object> tensor = JsonTree.object(
                    "name", spec.name(), "datatype", spec.datatype().name(), "shape", shape(spec));
            tensor.put("data", data(spec, columns));
            tensors.add(tensor);
        }
        Map<String, Object> body = JsonTree.object("inputs", tensors);
        return Map.of("tensorRequest", body, "tensorResponse", new JsonTree.Raw(respond(model, body)));
    }

    private static String respond(Model model, Map<String, Object> body) {
        try {
            InferRequest request = InferRequest.read(
                    new ByteArrayInputStream(JsonTree.text(body).getBytes(UTF_8)),
                    OptionalInt.empty(),
                    model.signature(),
                    Optional.empty());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            InferResponse.of(model, request, model.run(request.inputs(), request.outputNames(model.signature())))
                    .writeTo(out);
            return out.toString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The values of the example row by the known columns of the graph. */
    private static Map<String, Object> columns(Model model) {
        if (!model.isTabular()) {
            return Map.of();
        }
        Map<String, Object> columns = new HashMap<>(ExampleRow.of(model).get(0).cells());
        for (FeatureCard feature : model.card().features()) {
            Object value = columns.get(feature.name());
            if (value != null && feature.input().isPresent()) {
                columns.put(feature.input().get(), value);
            }
        }
        return columns;
    }

    private static List<Long> shape(TensorSpec spec) {
        // Fits most models that declare no shape.
        return spec.shape().isEmpty()
                ? List.of(1L, 1L)
                : spec.shape().stream().map(size -> size < 0 ? 1 : size).toList();
    }

    private static long size(TensorSpec spec) {
        return shape(spec).stream().reduce(1L, (one, other) -> Math.min(one * other, MAX_ELEMENTS + 1));
    }

    private static List<Object> data(TensorSpec spec, Map<String, Object> columns) {
        List<Object> data = new ArrayList<>();
        long width = shape(spec).get(shape(spec).size() - 1);
        for (long i = 0; i < size(spec); i++) {
            Object value = columns.getOrDefault(spec.name(), columns.getOrDefault("f" + i % width, ""));
            data.add(fits(spec, value) ? JsonTree.literal(value) : nothing(spec));
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
