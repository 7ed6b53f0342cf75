package dev.onward.openapi;

import dev.onward.model.Model;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests of the Open Inference Protocol. */
public final class ExampleTensors {

    /** The elements of all tensors above which a request is too long to be read. */
    private static final long MAX_ELEMENTS = 1000;

    private ExampleTensors() {}

    /**
     * The request for the prediction of a row, as a tree of JSON. A graph with a fixed number of rows gets the row as often
     * as it requires. Empty if the request would be too long, and if the protocol cannot express the row: if an input has
     * a type that the runtime's Java API does not support, or if a value is missing and the type of its input has no
     * notation for it.
     *
     * @throws dev.onward.model.NotTabularException if the model is not tabular
     */
    public static Optional<Map<String, Object>> request(Model model, ExampleRow row) {
        if (model.signature().unsupportedReason().isPresent()) {
            return Optional.empty();
        }
        Map<String, List<String>> features = model.inputFeatures();
        List<Object> tensors = new ArrayList<>();
        long elements = 0;
        for (TensorSpec spec : model.signature().inputs()) {
            List<String> columns = features.getOrDefault(spec.name(), List.of());
            List<Object> values = columns.stream()
                    .flatMap(name -> value(
                            spec.datatype(), Optional.ofNullable(row.cells().get(name)))
                            .stream())
                    .toList();
            elements += rows(spec) * columns.size();
            if (values.size() != columns.size() || elements > MAX_ELEMENTS) {
                return Optional.empty();
            }
            tensors.add(tensor(spec, values));
        }
        return Optional.of(JsonTree.object("inputs", tensors));
    }

    private static Map<String, Object> tensor(TensorSpec spec, List<Object> values) {
        long rows = rows(spec);
        List<Object> data = new ArrayList<>();
        for (long row = 0; row < rows; row++) {
            data.addAll(values);
        }
        List<Long> shape = spec.shape().size() == 1 ? List.of(rows) : List.of(rows, (long) values.size());
        return JsonTree.object("name", spec.name(), "datatype", spec.datatype().name(), "shape", shape, "data", data);
    }

    private static long rows(TensorSpec spec) {
        return spec.shape().isEmpty() ? 1 : Math.max(1, spec.shape().get(0));
    }

    private static Optional<Object> value(Datatype type, Optional<Object> cell) {
        return switch (type) {
            case BOOL -> cell.filter(Boolean.class::isInstance);
            case BYTES -> Optional.of(cell.orElse("")).filter(String.class::isInstance);
            case FP16, BF16, FP32, FP64 ->
                cell.isEmpty()
                        ? Optional.of(JsonTree.NULL)
                        : cell.filter(Number.class::isInstance).map(JsonTree::literal);
            default -> cell.filter(Number.class::isInstance).map(JsonTree::literal);
        };
    }
}
