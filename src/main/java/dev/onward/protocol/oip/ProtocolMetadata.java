package dev.onward.protocol.oip;

import dev.onward.json.JsonGenerators;
import dev.onward.model.Model;
import dev.onward.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.core.JsonGenerator;

/** Writes the metadata of the server and of models ("Server Metadata" and "Model Metadata" in the specification). */
final class ProtocolMetadata {

    /** Triton's names of the extensions that are implemented. */
    private static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "classification", "model_repository", "statistics");

    /** The platform's name for ONNX models in the specification. */
    private static final String PLATFORM = "onnx_onnxv1";

    private ProtocolMetadata() {}

    /**
     * Writes the members of the server's metadata into the open object.
     *
     * @param version of the application
     */
    static void writeServer(JsonGenerator json, String version) {
        json.writeStringProperty("name", "onward");
        json.writeStringProperty("version", version);
        json.writeArrayPropertyStart("extensions");
        EXTENSIONS.forEach(json::writeString);
        json.writeEndArray();
    }

    /**
     * Writes the members of a model's metadata into the open object.
     *
     * @param versions of all models of this name
     */
    static void writeModel(JsonGenerator json, Model model, List<String> versions) {
        json.writeStringProperty("name", model.name());
        json.writeArrayPropertyStart("versions");
        versions.forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("platform", PLATFORM);
        writeTensors(json, "inputs", model.signature().inputs());
        List<TensorSpec> outputs = new ArrayList<>(model.signature().outputs());
        Contributions.declaration(model).ifPresent(outputs::add);
        writeTensors(json, "outputs", outputs);
        json.writeObjectPropertyStart("properties");
        json.writeStringProperty("version", model.version());
        json.writeStringProperty("sha256", model.sha256());
        for (TensorSpec output : model.signature().outputs()) {
            if (!output.labels().isEmpty()) {
                json.writeStringProperty("labels:" + output.name(), labels(output));
            }
        }
        json.writeEndObject();
    }

    private static void writeTensors(JsonGenerator json, String property, List<TensorSpec> specs) {
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

    /**
     * The labels as the text of a JSON list, because parameters and properties can hold only strings, numbers and
     * booleans.
     */
    static String labels(TensorSpec spec) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        for (String label : spec.labels()) {
            list.add(JsonGenerators.literal(label));
        }
        return list.toString();
    }
}
