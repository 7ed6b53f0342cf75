package dev.onward.protocol.oip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.onward.model.Model;
import dev.onward.openapi.Example;
import dev.onward.openapi.ExampleRow;
import dev.onward.openapi.ExampleTensors;
import dev.onward.openapi.JsonTree;
import dev.onward.openapi.ModelValues;
import dev.onward.runtime.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
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
        Map<String, Object> body = (model.isTabular()
                        ? ExampleTensors.request(model, ExampleRow.of(model).get(0))
                        : Optional.<Map<String, Object>>empty())
                .orElseGet(() -> JsonTree.object(
                        "inputs", inputs.stream().map(OipExamples::placeholder).toList()));
        return Map.of("tensorRequest", body, "tensorResponse", new JsonTree.Raw(respond(model, body)));
    }

    private static String respond(Model model, Map<String, Object> body) {
        try {
            InferRequest request = InferRequest.read(
                    new ByteArrayInputStream(JsonTree.text(body).getBytes(UTF_8)),
                    OptionalInt.empty(),
                    model.signature(),
                    Optional::empty);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            InferResponse.of(model, request, model.run(request.inputs(), request.outputNames(model.signature())))
                    .writeTo(out);
            return out.toString(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor of zeros or of their equivalent. */
    private static Map<String, Object> placeholder(TensorSpec spec) {
        return JsonTree.object(
                "name",
                spec.name(),
                "datatype",
                spec.datatype().name(),
                "shape",
                shape(spec),
                "data",
                Collections.nCopies((int) size(spec), nothing(spec)));
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

    private static Object nothing(TensorSpec spec) {
        return switch (spec.datatype()) {
            case BOOL -> false;
            case BYTES -> "…";
            default -> 0;
        };
    }
}
