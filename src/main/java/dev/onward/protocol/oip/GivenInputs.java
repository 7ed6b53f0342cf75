package dev.onward.protocol.oip;

import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import dev.onward.table.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The inputs of a request, each of which the model has to have, and all of which it needs. */
final class GivenInputs {

    private final Signature signature;
    private final Problems problems;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    GivenInputs(Signature signature, Problems problems) {
        this.signature = signature;
        this.problems = problems;
    }

    void add(Given input, byte[] json, InputStream binary) throws IOException {
        String name = input.name.orElse("");
        if (!names.add(name)) {
            problems.add("input " + Text.quote(name) + ": is given twice");
        }
        try {
            tensors.put(name, input.complete(json, binary));
        } catch (InvalidTensorException e) {
            problems.add("input " + Text.quote(name) + ": " + e.getMessage());
        }
    }

    /** Looks at all of them together, once they have been given. */
    void check() {
        for (TensorSpec spec : signature.inputs()) {
            if (!names.contains(spec.name())) {
                problems.add("input " + Text.quote(spec.name()) + ": is missing");
            }
        }
        if (signature.byRow()) {
            checkRows();
        }
    }

    /** The runtime would answer columns of different lengths with whatever comes of it. */
    private void checkRows() {
        Optional<Map.Entry<String, Tensor>> first = tensors.entrySet().stream().findFirst();
        tensors.forEach((name, tensor) -> {
            Map.Entry<String, Tensor> other = first.orElseThrow();
            long expected = other.getValue().shape().get(0);
            long found = tensor.shape().get(0);
            if (found != expected) {
                problems.add("input " + Text.quote(name) + ": expected " + expected + " rows, as the input "
                        + Text.quote(other.getKey()) + " has, got " + found);
            }
        });
    }

    Map<String, Tensor> tensors() {
        return tensors;
    }
}
