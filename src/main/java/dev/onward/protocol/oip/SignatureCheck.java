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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Checks the inputs and outputs of a request against those that the model declares. */
final class SignatureCheck {

    private final Signature signature;
    private final RequestProblems problems;

    SignatureCheck(Signature signature, RequestProblems problems) {
        this.signature = signature;
        this.problems = problems;
    }

    /**
     * The tensors of the inputs by name, without those that do not fit. Each of the model's inputs must be present
     * once.
     *
     * @param json the text from which the inputs were read
     * @param binary the bytes after the JSON; read in the order of the inputs
     */
    Map<String, Tensor> inputs(List<InputTensor> inputs, byte[] json, InputStream binary) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (InputTensor input : inputs) {
            input.name()
                    .filter(name -> !names.add(name))
                    .ifPresent(name -> problems.add(input.where() + " appears twice"));
            try {
                Tensor tensor = input.tensor(json, binary);
                tensors.put(input.name().orElseThrow(), tensor);
            } catch (InvalidTensorException e) {
                problems.add(input.where() + ": " + e.getMessage());
            }
        }
        for (TensorSpec spec : signature.inputs()) {
            if (!names.contains(spec.name())) {
                problems.add("input " + Text.quote(spec.name()) + " is missing");
            }
        }
        if (signature.byRow()) {
            checkRows(tensors);
        }
        return tensors;
    }

    /** ONNX Runtime's result for columns of different lengths is undefined, so they are refused. */
    private void checkRows(Map<String, Tensor> tensors) {
        String reference = "";
        long expected = -1;
        for (Map.Entry<String, Tensor> input : tensors.entrySet()) {
            long found = input.getValue().shape().get(0);
            if (expected < 0) {
                reference = input.getKey();
                expected = found;
            } else if (found != expected) {
                problems.add("input " + Text.quote(input.getKey()) + ": expected " + expected
                        + " rows, as in the input " + Text.quote(reference) + ", got " + found);
            }
        }
    }

    /** @param contributions returns an output that is not one of the graph */
    void outputs(List<RequestedOutput> outputs, Supplier<Optional<TensorSpec>> contributions) {
        Set<String> names = new HashSet<>();
        for (RequestedOutput output : outputs) {
            Optional<TensorSpec> spec = signature
                    .output(output.name())
                    .or(() -> contributions.get().filter(other -> other.name().equals(output.name())));
            boolean repeated = !names.add(output.name());
            if (spec.isEmpty()) {
                problems.add(where(output) + ": the model has no such output"
                        + (output.name().equals(Contributions.NAME)
                                ? "; contributions need reference data in its card, which the command annotate adds"
                                : ""));
            } else if (repeated) {
                problems.add(where(output) + " is requested twice");
            } else if (output.classes() > 0 && !spec.get().datatype().isNumber()) {
                problems.add(where(output) + ": expected numbers for classification, got "
                        + spec.get().datatype());
            }
        }
    }

    private static String where(RequestedOutput output) {
        return "output " + Text.quote(output.name());
    }
}
