package dev.onward.protocol.oip;

import dev.onward.details.ExplanationOptions;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.InvalidTensorException;
import dev.onward.runtime.Signature;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a request without JSON ("Raw Binary Request" of Triton's binary tensor data extension): the body is the model's
 * only input, and all outputs are sent as bytes. The variable dimension of the input's shape, if any, is computed from
 * the length of the body; for BYTES it is 1.
 */
final class RawRequest {

    private RawRequest() {}

    static InferRequest read(InputStream body, Signature signature) throws IOException {
        if (signature.inputs().size() != 1) {
            throw new InvalidTensorException("expected JSON before the tensors, because the model has "
                    + signature.inputs().size() + " inputs; a request without JSON can contain only one");
        }
        TensorSpec spec = signature.inputs().get(0);
        Tensor tensor = tensor(body.readAllBytes(), spec);
        List<RequestedOutput> outputs = signature.outputs().stream()
                .map(output -> new RequestedOutput(output.name(), true, 0))
                .toList();
        return new InferRequest(Optional.empty(), Map.of(spec.name(), tensor), outputs, ExplanationOptions.DEFAULT);
    }

    private static Tensor tensor(byte[] bytes, TensorSpec spec) throws IOException {
        if (Collections.frequency(spec.shape(), -1L) > 1) {
            throw new InvalidTensorException("expected JSON before the tensor, because the shape "
                    + TensorShapes.text(spec.shape()) + " cannot be determined from the length of the body");
        }
        if (spec.datatype() == Datatype.BYTES) {
            return string(bytes, spec);
        }
        long fixedSize = spec.shape().stream().filter(size -> size > 0).reduce(1L, (a, b) -> a * b);
        long multiple = fixedSize * spec.datatype().bytes();
        if (bytes.length == 0 || bytes.length % multiple != 0) {
            throw new InvalidTensorException("expected a multiple of " + multiple + " bytes for " + spec.datatype()
                    + " with the shape " + TensorShapes.text(spec.shape()) + ", got " + bytes.length);
        }
        List<Long> shape = shape(spec, bytes.length / multiple);
        int size = TensorShapes.size(shape, bytes.length);
        return BinaryData.read(new ByteArrayInputStream(bytes), bytes.length, spec.datatype(), shape, size);
    }

    private static Tensor string(byte[] bytes, TensorSpec spec) {
        List<Long> shape = shape(spec, 1);
        if (Tensor.size(shape) != 1) {
            throw new InvalidTensorException("expected JSON before the tensor, because a request without JSON"
                    + " can contain only one string, which does not fit the shape " + TensorShapes.text(spec.shape()));
        }
        TensorBuilder builder = new TensorBuilder(Datatype.BYTES, 1);
        builder.addString(BinaryData.decodeUtf8(ByteBuffer.wrap(bytes), bytes.length));
        return builder.build(shape);
    }

    private static List<Long> shape(TensorSpec spec, long variableSize) {
        return spec.shape().stream().map(size -> size < 0 ? variableSize : size).toList();
    }
}
