package dev.onward.protocol.oip;

import dev.onward.protocol.oip.InferRequest.Wanted;
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

/** A request without JSON: the body is the only input, and all outputs are wanted as bytes. */
final class RawRequest {

    private RawRequest() {}

    static InferRequest read(InputStream body, Signature signature) throws IOException {
        if (signature.inputs().size() != 1) {
            throw new InvalidTensorException("expected JSON before the tensors, since this model has "
                    + signature.inputs().size() + " inputs; only a single one can be sent as bytes alone");
        }
        TensorSpec spec = signature.inputs().get(0);
        Tensor tensor = tensor(body.readAllBytes(), spec);
        List<Wanted> outputs = signature.outputs().stream()
                .map(output -> new Wanted(output.name(), true, 0))
                .toList();
        return new InferRequest(Optional.empty(), Map.of(spec.name(), tensor), outputs);
    }

    private static Tensor tensor(byte[] bytes, TensorSpec spec) throws IOException {
        long fixed = spec.shape().stream().filter(size -> size > 0).reduce(1L, (a, b) -> a * b);
        if (Collections.frequency(spec.shape(), -1L) > 1) {
            throw new InvalidTensorException("expected JSON before the tensor, since the shape "
                    + Shapes.text(spec.shape()) + " does not follow from the number of bytes");
        }
        if (spec.datatype() == Datatype.BYTES) {
            return text(bytes, spec);
        }
        long row = fixed * spec.datatype().bytes();
        if (bytes.length == 0 || bytes.length % row != 0) {
            throw new InvalidTensorException("expected a multiple of " + row + " bytes, as " + spec.datatype()
                    + " in the shape " + Shapes.text(spec.shape()) + " has, got " + bytes.length);
        }
        List<Long> shape = shape(spec, bytes.length / row);
        int size = Shapes.size(shape, bytes.length);
        return BinaryData.read(new ByteArrayInputStream(bytes), bytes.length, spec.datatype(), shape, size);
    }

    private static Tensor text(byte[] bytes, TensorSpec spec) {
        List<Long> shape = shape(spec, 1);
        if (Tensor.size(shape) != 1) {
            throw new InvalidTensorException("expected JSON before the tensor, since a body alone is one text, and the"
                    + " shape " + Shapes.text(spec.shape()) + " has " + (Tensor.size(shape) == 0 ? "none" : "more"));
        }
        Elements elements = new Elements(Datatype.BYTES, 1);
        elements.text(BinaryData.utf8(ByteBuffer.wrap(bytes), bytes.length));
        return elements.tensor(shape);
    }

    private static List<Long> shape(TensorSpec spec, long varying) {
        return spec.shape().stream().map(size -> size < 0 ? varying : size).toList();
    }
}
