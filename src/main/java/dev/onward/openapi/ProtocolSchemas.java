package dev.onward.openapi;

import dev.onward.runtime.Datatype;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The shapes of the Open Inference Protocol's requests and answers. */
final class ProtocolSchemas {

    private static final Map<String, Object> TEXT = Json.object("type", "string");
    private static final Map<String, Object> BOOLEAN = Json.object("type", "boolean");
    private static final Map<String, Object> COUNT = Json.object("type", "integer", "minimum", 0);
    private static final Map<String, Object> DATATYPE = Json.object(
            "type",
            "string",
            "enum",
            Arrays.stream(Datatype.values()).map(Datatype::name).toList());

    private ProtocolSchemas() {}

    static void addTo(Description description) {
        description.schema(
                "V2Server",
                object(
                        List.of("name", "version", "extensions"),
                        Json.object("name", TEXT, "version", TEXT, "extensions", array(TEXT))));
        description.schema(
                "V2Health", object(List.of("live"), Json.object("live", BOOLEAN, "ready", BOOLEAN, "error", TEXT)));
        description.schema("V2Models", object(List.of("models"), Json.object("models", array(TEXT))));
        description.schema("V2Ready", object(List.of("name", "ready"), Json.object("name", TEXT, "ready", BOOLEAN)));
        description.schema("V2Model", model());
        description.schema("V2InferRequest", request());
        description.schema("V2InferResponse", response());
        description.schema("V2Statistics", statistics());
        description.schema(
                "V2IndexRequest",
                object(List.of(), Json.object("ready", Json.object("type", List.of("boolean", "null")))));
        description.schema(
                "V2Index",
                array(object(
                        List.of("name", "state", "reason"),
                        Json.object(
                                "name",
                                TEXT,
                                "version",
                                TEXT,
                                "state",
                                Json.object("type", "string", "enum", List.of("READY", "UNAVAILABLE")),
                                "reason",
                                TEXT))));
    }

    private static Map<String, Object> model() {
        Map<String, Object> size = Json.object("type", "integer", "minimum", -1, "description", "-1 if it may vary.");
        Map<String, Object> tensor = object(
                List.of("name", "datatype", "shape"),
                Json.object("name", TEXT, "datatype", DATATYPE, "shape", array(size)));
        return object(
                List.of("name", "versions", "platform", "inputs", "outputs"),
                Json.object(
                        "name",
                        TEXT,
                        "versions",
                        array(TEXT),
                        "platform",
                        TEXT,
                        "inputs",
                        array(tensor),
                        "outputs",
                        array(tensor),
                        "properties",
                        Json.object("type", "object", "additionalProperties", TEXT)));
    }

    private static Map<String, Object> request() {
        Map<String, Object> input = object(
                List.of("name", "datatype", "shape"),
                Json.object(
                        "name",
                        TEXT,
                        "datatype",
                        DATATYPE,
                        "shape",
                        array(COUNT),
                        "data",
                        Json.object("type", "array", "description", "Flat or nested, row by row."),
                        "parameters",
                        orNull(object(
                                List.of(),
                                Json.object(
                                        "binary_data_size",
                                        Json.object("type", List.of("integer", "null"), "minimum", 0))))));
        Map<String, Object> output = object(
                List.of("name"),
                Json.object(
                        "name",
                        TEXT,
                        "parameters",
                        orNull(object(
                                List.of(),
                                Json.object(
                                        "binary_data",
                                        Json.object("type", List.of("boolean", "null")),
                                        "classification",
                                        Json.object("type", List.of("integer", "null"), "minimum", 0))))));
        return object(
                List.of("inputs"),
                Json.object(
                        "id",
                        Json.object("type", List.of("string", "null")),
                        "parameters",
                        orNull(object(
                                List.of(),
                                Json.object("binary_data_output", Json.object("type", List.of("boolean", "null"))))),
                        "inputs",
                        array(input),
                        "outputs",
                        orNull(array(output))));
    }

    private static Map<String, Object> response() {
        Map<String, Object> output = object(
                List.of("name", "datatype", "shape"),
                Json.object(
                        "name",
                        TEXT,
                        "datatype",
                        DATATYPE,
                        "shape",
                        array(COUNT),
                        "parameters",
                        Json.object("type", "object"),
                        "data",
                        Json.object("type", "array", "description", "Flat; null for a number that is none.")));
        return object(
                List.of("model_name", "model_version", "outputs"),
                Json.object("model_name", TEXT, "model_version", TEXT, "id", TEXT, "outputs", array(output)));
    }

    private static Map<String, Object> statistics() {
        Map<String, Object> duration = object(List.of("count", "ns"), Json.object("count", COUNT, "ns", COUNT));
        Map<String, Object> model = object(
                List.of("name", "version", "inference_stats"),
                Json.object(
                        "name",
                        TEXT,
                        "version",
                        TEXT,
                        "last_inference",
                        COUNT,
                        "inference_count",
                        COUNT,
                        "execution_count",
                        COUNT,
                        "inference_stats",
                        Json.object("type", "object", "additionalProperties", duration),
                        "batch_stats",
                        Json.object("type", "array")));
        return object(List.of("model_stats"), Json.object("model_stats", array(model)));
    }

    private static Map<String, Object> object(List<String> required, Map<String, Object> properties) {
        Map<String, Object> object = Json.object("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private static Map<String, Object> array(Map<String, Object> items) {
        return Json.object("type", "array", "items", items);
    }

    /** Some clients write what they do not say. */
    private static Map<String, Object> orNull(Map<String, Object> schema) {
        return Json.object("anyOf", List.of(schema, Json.object("type", "null")));
    }
}
