package dev.onward.protocol.oip;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.runtime.TensorSpec;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What server and models say of themselves. */
public final class Metadata {

    /** What there is beyond the protocol itself. */
    private static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "classification", "model_repository", "statistics");

    private Metadata() {}

    public static void writeServer(JsonGenerator json, String version) {
        json.writeStringProperty("name", "onward");
        json.writeStringProperty("version", version);
        json.writeArrayPropertyStart("extensions");
        EXTENSIONS.forEach(json::writeString);
        json.writeEndArray();
    }

    /** @param versions of all models of this name */
    public static void writeModel(JsonGenerator json, Model model, List<String> versions) {
        json.writeStringProperty("name", model.name());
        json.writeArrayPropertyStart("versions");
        versions.forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("platform", "onnx_onnxv1");
        write(json, "inputs", model.signature().inputs());
        write(json, "outputs", model.signature().outputs());
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("version", model.version());
        json.writeStringProperty("sha256", model.sha256());
        for (TensorSpec output : model.signature().outputs()) {
            if (!output.labels().isEmpty()) {
                json.writeStringProperty("labels:" + output.name(), text(output.labels()));
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String property, List<TensorSpec> specs) {
        json.writeArrayPropertyStart(property);
        for (TensorSpec spec : specs) {
            json.writeStartObject();
            json.writeStringProperty("name", spec.name());
            json.writeStringProperty("datatype", spec.datatype().name());
            json.writeArrayPropertyStart("shape");
            spec.shape().forEach(json::writeNumber);
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Labels as a text: parameters and properties hold no lists, and so it is a list in JSON. */
    static String text(List<String> labels) {
        return labels.stream().map(JsonGenerators::literal).collect(Collectors.joining(",", "[", "]"));
    }
}
