package dev.onward.openapi;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An OpenAPI document as a reader of it sees it. */
public final class OpenApi {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final JsonNode root;

    public OpenApi(String json) {
        this.root = JsonMapper.shared().readTree(json);
    }

    /** One method of one path. */
    public record Operation(String path, String method, JsonNode node) {}

    public JsonNode root() {
        return root;
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(method -> !method.getKey().equals("parameters"))
                .forEach(method -> operations.add(
                        new Operation(path.getKey(), method.getKey().toUpperCase(Locale.ROOT), method.getValue()))));
        return operations;
    }

    /** The node, or what it refers to. */
    public JsonNode follow(JsonNode node) {
        return node.has("$ref") ? root.at(node.get("$ref").asString().substring(1)) : node;
    }

    /** What of the document the official schema does not allow. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        schema(read(Path.of("src/test/resources/openapi/schema-3.1.json")))
                .validate(root.toString(), InputFormat.JSON)
                .forEach(fault -> faults.add(fault.toString()));
        Schema dialect = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        root.at("/components/schemas").properties().forEach(schema -> dialect.validate(
                        schema.getValue().toString(), InputFormat.JSON)
                .forEach(fault -> faults.add(schema.getKey() + fault)));
        return faults;
    }

    /** What of a value a schema of the document does not allow. */
    public List<String> faults(JsonNode schema, String json) {
        ObjectNode whole = JsonMapper.shared().createObjectNode();
        whole.setAll((ObjectNode) schema);
        addReferenced(schema, whole.putObject("components"));
        return schema(whole.toString()).validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    /** Copies what the schema refers to; all components of many models would be parsed for each value. */
    private void addReferenced(JsonNode schema, ObjectNode components) {
        for (JsonNode reference : schema.findValues("$ref")) {
            String[] path = reference.asString().split("/", -1);
            ObjectNode kind = components.withObjectProperty(path[2]);
            JsonNode component = root.at(reference.asString().substring(1));
            String name = path[3].replace("~1", "/").replace("~0", "~");
            if (!kind.has(name) && !component.isMissingNode()) {
                kind.set(name, component);
                addReferenced(component, components);
            }
        }
    }

    /** Every reference in the document that leads nowhere. */
    public List<String> danglingReferences() {
        return root.findValues("$ref").stream()
                .map(JsonNode::asString)
                .filter(ref -> root.at(ref.substring(1)).isMissingNode())
                .distinct()
                .toList();
    }

    /** The examples of a request body or a response, of one media type, by their keys. */
    public static Map<String, JsonNode> examples(JsonNode mediaType) {
        Map<String, JsonNode> examples = new LinkedHashMap<>();
        if (mediaType.has("example")) {
            examples.put("", mediaType.get("example"));
        }
        if (mediaType.has("examples")) {
            mediaType
                    .get("examples")
                    .properties()
                    .forEach(example ->
                            examples.put(example.getKey(), example.getValue().get("value")));
        }
        return examples;
    }

    private static Schema schema(String json) {
        return REGISTRY.getSchema(json, InputFormat.JSON);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
