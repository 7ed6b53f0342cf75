package dev.onward.protocol.oip;

import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request to infer.
 *
 * @param id to be given back
 * @param inputs of the types that the model takes, and of shapes that fit
 * @param outputs in the order in which they are wanted
 */
public record InferRequest(Optional<String> id, Map<String, Tensor> inputs, List<Wanted> outputs) {

    /**
     * An output that is wanted.
     *
     * @param binary whether as bytes after the JSON
     * @param classes how many of the highest values are wanted as classes; 0 if the tensor itself is
     */
    public record Wanted(String name, boolean binary, int classes) {}

    /** How many rows it has: the first size of its first input, or 1 if that is no list. */
    public long rows() {
        return inputs.values().stream()
                .findFirst()
                .filter(tensor -> !tensor.shape().isEmpty())
                .map(tensor -> tensor.shape().get(0))
                .orElse(1L);
    }

    /**
     * @param body JSON, and after it the tensors that are sent as bytes; not closed
     * @param jsonLength how many bytes of it are JSON: all if empty; none if 0, and then the body is one tensor
     * @throws InvalidTensorException with everything that does not fit the model
     * @throws dev.onward.table.SyntaxException if the JSON is none
     */
    public static InferRequest read(InputStream body, OptionalInt jsonLength, Signature signature) throws IOException {
        if (jsonLength.isEmpty()) {
            byte[] json = body.readAllBytes();
            return RequestReader.read(json, InputStream.nullInputStream(), signature);
        } else if (jsonLength.getAsInt() == 0) {
            return RawRequest.read(body, signature);
        }
        byte[] json = body.readNBytes(jsonLength.getAsInt());
        if (json.length < jsonLength.getAsInt()) {
            throw new InvalidTensorException(
                    "expected " + jsonLength.getAsInt() + " bytes of JSON, got a body of " + json.length);
        }
        return RequestReader.read(json, body, signature);
    }
}
