package dev.onward.oip;

import dev.onward.format.JsonFormat;
import dev.onward.model.Datatype;
import dev.onward.model.Model;
import dev.onward.model.Tensor;
import dev.onward.model.TensorSpec;
import dev.onward.oip.InferRequest.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** An answer to a request to infer: JSON, and after it the tensors that are wanted as bytes. */
public final class InferResponse {

    private final byte[] json;
    private final List<Tensor> binary;
    private final boolean hasBinary;

    private InferResponse(byte[] json, List<Tensor> binary, boolean hasBinary) {
        this.json = json;
        this.binary = binary;
        this.hasBinary = hasBinary;
    }

    /** @param outputs what the model answered, by name */
    public static InferResponse of(Model model, InferRequest request, Map<String, Tensor> outputs) {
        ByteArrayOutputStream head = new ByteArrayOutputStream(512);
        List<Tensor> binary = new ArrayList<>();
        try (JsonGenerator json = JsonFormat.generator(head)) {
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
                Tensor shown =
                        wanted.classes() > 0 ? Classification.of(tensor, wanted.classes(), spec.labels()) : tensor;
                write(json, wanted, shown, wanted.classes() > 0 ? List.of() : spec.labels());
                if (wanted.binary()) {
                    binary.add(shown);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return new InferResponse(head.toByteArray(), binary, !binary.isEmpty());
    }

    private static void write(JsonGenerator json, Wanted wanted, Tensor tensor, List<String> labels) {
        json.writeStartObject();
        json.writeStringProperty("name", wanted.name());
        json.writeStringProperty("datatype", tensor.datatype().name());
        json.writeArrayPropertyStart("shape");
        tensor.shape().forEach(json::writeNumber);
        json.writeEndArray();
        if (wanted.binary() || !labels.isEmpty()) {
            json.writeObjectPropertyStart("parameters");
            if (wanted.binary()) {
                json.writeNumberProperty("binary_data_size", BinaryData.length(tensor));
            }
            if (!labels.isEmpty()) {
                json.writeStringProperty("labels", Metadata.text(labels));
            }
            json.writeEndObject();
        }
        if (!wanted.binary()) {
            json.writeArrayPropertyStart("data");
            writeData(json, tensor);
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
        return hasBinary;
    }

    /** How many bytes are JSON. */
    public int jsonLength() {
        return json.length;
    }

    /** How many bytes it has in all. */
    public long length() {
        return json.length + binary.stream().mapToLong(BinaryData::length).sum();
    }

    /** @param out not closed */
    public void writeTo(OutputStream out) throws IOException {
        out.write(json);
        for (Tensor tensor : binary) {
            BinaryData.write(tensor, out);
        }
    }
}
