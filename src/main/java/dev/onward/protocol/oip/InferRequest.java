package dev.onward.protocol.oip;

import dev.onward.details.ExplanationOptions;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** An inference request that fits its model ("Inference Request" in the specification). */
final class InferRequest {

    private final Optional<String> id;
    private final Map<String, Tensor> inputs;
    private final List<RequestedOutput> outputs;
    private final ExplanationOptions explanation;

    /**
     * @param id to be returned in the response
     * @param inputs by name, with the model's types and with shapes that fit the model
     * @param outputs in the order of the response
     * @param explanation what the output {@link Contributions#NAME} explains
     */
    InferRequest(
            Optional<String> id,
            Map<String, Tensor> inputs,
            List<RequestedOutput> outputs,
            ExplanationOptions explanation) {
        this.id = id;
        this.inputs = inputs;
        this.outputs = outputs;
        this.explanation = explanation;
    }

    /**
     * Reads a request from its body.
     *
     * @param body JSON, followed by the tensors that are sent as bytes; not closed
     * @param jsonLength the number of bytes of JSON; if empty, the whole body is JSON; if 0, the whole body is one
     *     tensor (Triton's binary tensor data extension, "Raw Binary Request")
     * @param contributions returns the output that is not one of the graph
     * @throws InvalidTensorException with every problem of the request, or if the model does not accept tensors
     * @throws dev.onward.table.SyntaxException if the JSON is malformed
     */
    static InferRequest read(
            InputStream body, OptionalInt jsonLength, Signature signature, Supplier<Optional<TensorSpec>> contributions)
            throws IOException {
        if (signature.unsupportedReason().isPresent()) {
            throw new InvalidTensorException("this model does not accept tensors: "
                    + signature.unsupportedReason().get());
        }
        if (jsonLength.isEmpty()) {
            return InferRequestReader.read(
                    body.readAllBytes(), InputStream.nullInputStream(), signature, contributions);
        }
        int length = jsonLength.getAsInt();
        if (length == 0) {
            return RawRequest.read(body, signature);
        }
        byte[] json = body.readNBytes(length);
        if (json.length < length) {
            throw new InvalidTensorException(
                    "expected " + length + " bytes of JSON, got a body of " + json.length + " bytes");
        }
        return InferRequestReader.read(json, body, signature, contributions);
    }

    Optional<String> id() {
        return id;
    }

    /** The tensors to run the model on, by the names of its inputs. */
    Map<String, Tensor> inputs() {
        return inputs;
    }

    List<RequestedOutput> outputs() {
        return outputs;
    }

    /** True if an output is requested as bytes. */
    boolean hasBinaryOutputs() {
        for (RequestedOutput output : outputs) {
            if (output.binary()) {
                return true;
            }
        }
        return false;
    }

    /** The names of the requested outputs of the graph, in the order of the response. */
    List<String> outputNames(Signature signature) {
        List<String> names = new ArrayList<>(outputs.size());
        for (RequestedOutput output : outputs) {
            if (signature.output(output.name()).isPresent()) {
                names.add(output.name());
            }
        }
        return names;
    }

    /** True if the output {@link Contributions#NAME} is requested, and is not one of the graph. */
    boolean requestsContributions(Signature signature) {
        return requestsContributions(outputs, signature);
    }

    static boolean requestsContributions(List<RequestedOutput> outputs, Signature signature) {
        for (RequestedOutput output : outputs) {
            if (output.name().equals(Contributions.NAME)) {
                return signature.output(Contributions.NAME).isEmpty();
            }
        }
        return false;
    }

    ExplanationOptions explanation() {
        return explanation;
    }

    /** The number of rows: the first dimension of the first input, or 1 if that is a scalar. */
    long rows() {
        if (inputs.isEmpty()) {
            return 1;
        }
        Tensor first = inputs.values().iterator().next();
        return first.shape().isEmpty() ? 1 : first.shape().get(0);
    }
}
