package dev.onward.protocol.oip;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.runtime.Datatype;
import dev.onward.runtime.Tensor;
import dev.onward.runtime.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * The response to an inference request ("Inference Response" in the specification): JSON, followed by the tensors that
 * were requested as bytes. It is complete before the first byte is written.
 */
final class InferResponse {

    private final ByteArrayOutputStream json;
    private final List<ByteBuffer> binary;

    private InferResponse(ByteArrayOutputStream json, List<ByteBuffer> binary) {
        this.json = json;
        this.binary = binary;
    }

    /** @param outputs of the model by name, with every requested one */
    static InferResponse of(Model model, InferRequest request, Map<String, Tensor> outputs) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(512);
        return new InferResponse(json, write(json, model, request, outputs));
    }

    /**
     * Writes a response to a request for JSON only.
     *
     * @param out not closed
     */
    static void writeJson(OutputStream out, Model model, InferRequest request, Map<String, Tensor> outputs) {
        write(out, model, request, outputs);
    }

    /** Writes the JSON and returns the tensors that follow it. */
    private static List<ByteBuffer> write(
            OutputStream out, Model model, InferRequest request, Map<String, Tensor> outputs) {
        List<ByteBuffer> binary = new ArrayList<>();
        try (JsonGenerator json = JsonGenerators.of(out)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", model.name());
            json.writeStringProperty("model_version", model.version());
            request.id().ifPresent(id -> json.writeStringProperty("id", id));
            json.writeArrayPropertyStart("outputs");
            for (RequestedOutput requested : request.outputs()) {
                Tensor tensor = outputs.get(requested.name());
                TensorSpec spec = model.signature()
                        .output(requested.name())
                        .or(() -> Contributions.declaration(model))
                        .orElseThrow();
                if (tensor == null) {
                    throw new IllegalStateException("the model has no result for the output " + requested.name());
                }
                write(json, requested, tensor, spec, binary);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return binary;
    }

    private static void write(
            JsonGenerator json, RequestedOutput requested, Tensor tensor, TensorSpec spec, List<ByteBuffer> binary) {
        boolean classified = requested.classes() > 0;
        Tensor sent = classified ? Classification.of(tensor, requested.classes(), spec.labels()) : tensor;
        json.writeStartObject();
        json.writeStringProperty("name", requested.name());
        json.writeStringProperty("datatype", sent.datatype().name());
        json.writeArrayPropertyStart("shape");
        for (long size : sent.shape()) {
            json.writeNumber(size);
        }
        json.writeEndArray();
        boolean labelled = !classified && !spec.labels().isEmpty();
        if (requested.binary() || labelled) {
            json.writeObjectPropertyStart("parameters");
            if (requested.binary()) {
                ByteBuffer bytes = BinaryData.of(sent);
                binary.add(bytes);
                json.writeNumberProperty("binary_data_size", bytes.remaining());
            }
            if (labelled) {
                json.writeStringProperty("labels", ProtocolMetadata.labels(spec));
            }
            json.writeEndObject();
        }
        if (!requested.binary()) {
            json.writeArrayPropertyStart("data");
            writeData(json, sent);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Writes all elements in one flat list, with null for NaN and infinities, which JSON cannot represent. */
    private static void writeData(JsonGenerator json, Tensor tensor) {
        TensorNumbers numbers = new TensorNumbers(tensor);
        for (int i = 0; i < tensor.size(); i++) {
            switch (tensor.datatype()) {
                case BYTES -> json.writeString(tensor.text(i));
                case BOOL -> json.writeBoolean(numbers.whole(i) != 0);
                case FP16, BF16, FP32, FP64 ->
                    writeNumber(json, numbers.decimal(i), tensor.datatype() == Datatype.FP64);
                case UINT64 -> json.writeNumber(Long.toUnsignedString(numbers.whole(i)));
                default -> json.writeNumber(numbers.whole(i));
            }
        }
    }

    /** @param isDouble false to write only the digits that identify the number as a float */
    private static void writeNumber(JsonGenerator json, double value, boolean isDouble) {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (isDouble) {
            json.writeNumber(value);
        } else {
            json.writeNumber((float) value);
        }
    }

    /** The length of the JSON in bytes. */
    int jsonLength() {
        return json.size();
    }

    /** The length of the whole response in bytes. */
    long length() {
        return json.size() + binary.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** @param out not closed */
    void writeTo(OutputStream out) throws IOException {
        json.writeTo(out);
        for (ByteBuffer bytes : binary) {
            BinaryData.write(bytes, out);
        }
    }
}
