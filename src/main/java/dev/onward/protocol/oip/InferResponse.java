package dev.onward.protocol.oip;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.protocol.oip.InferRequest.Wanted;
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

/** An answer to a request to infer: JSON, and after it the tensors that are wanted as bytes. */
public final class InferResponse {

    private final byte[] json;
    private final List<ByteBuffer> binary;

    private InferResponse(byte[] json, List<ByteBuffer> binary) {
        this.json = json;
        this.binary = binary;
    }

    /** @param outputs what the model answered, by name */
    public static InferResponse of(Model model, InferRequest request, Map<String, Tensor> outputs) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        List<ByteBuffer> binary = new ArrayList<>();
        try (JsonGenerator json = JsonGenerators.of(head)) {
            json.writeStartObject();
            json.writeStringProperty("model_name", model.name());
            json.writeStringProperty("model_version", model.version());
            request.id().ifPresent(id -> json.writeStringProperty("id", id));
            json.writeArrayPropertyStart("outputs");
            for (Wanted wanted : request.outputs()) {
                Tensor tensor = outputs.get(wanted.name());
                TensorSpec spec = model.signature().output(wanted.name()).orElseThrow();
                if (tensor == null) {
                    throw new IllegalStateException("the model did not answer " + wanted.name());
                }
                write(json, wanted, tensor, spec, binary);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return new InferResponse(head.toByteArray(), binary);
    }

    private static void write(
            JsonGenerator json, Wanted wanted, Tensor tensor, TensorSpec spec, List<ByteBuffer> binary) {
        boolean classes = wanted.classes() > 0;
        Tensor shown = classes ? Classification.of(tensor, wanted.classes(), spec.labels()) : tensor;
        json.writeStartObject();
        json.writeStringProperty("name", wanted.name());
        json.writeStringProperty("datatype", shown.datatype().name());
        json.writeArrayPropertyStart("shape");
        shown.shape().forEach(json::writeNumber);
        json.writeEndArray();
        boolean labelled = !classes && !spec.labels().isEmpty();
        if (wanted.binary() || labelled) {
            json.writeObjectPropertyStart("parameters");
            if (wanted.binary()) {
                ByteBuffer bytes = BinaryData.of(shown);
                binary.add(bytes);
                json.writeNumberProperty("binary_data_size", bytes.remaining());
            }
            if (labelled) {
                json.writeStringProperty("labels", Metadata.text(spec.labels()));
            }
            json.writeEndObject();
        }
        if (!wanted.binary()) {
            json.writeArrayPropertyStart("data");
            writeData(json, shown);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /** Flat, and with null for numbers that JSON does not have. */
    private static void writeData(JsonGenerator json, Tensor tensor) {
        Values values = new Values(tensor);
        for (int i = 0; i < tensor.size(); i++) {
            switch (tensor.datatype()) {
                case BYTES -> json.writeString(tensor.text(i));
                case BOOL -> json.writeBoolean(values.whole(i) != 0);
                case FP16, BF16, FP32, FP64 -> writeNumber(json, values.decimal(i), tensor.datatype() == Datatype.FP64);
                case UINT64 -> json.writeNumber(Long.toUnsignedString(values.whole(i)));
                default -> json.writeNumber(values.whole(i));
            }
        }
    }

    private static void writeNumber(JsonGenerator json, double value, boolean wide) {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (wide) {
            json.writeNumber(value);
        } else {
            json.writeNumber((float) value);
        }
    }

    /** Whether bytes follow the JSON. */
    public boolean hasBinary() {
        return !binary.isEmpty();
    }

    /** How many bytes are JSON. */
    public int jsonLength() {
        return json.length;
    }

    /** How many bytes it has in all. */
    public long length() {
        return json.length + binary.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /** @param out not closed */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
        for (ByteBuffer bytes : binary) {
            BinaryData.write(bytes, out);
        }
    }
}
