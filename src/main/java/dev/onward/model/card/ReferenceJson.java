package dev.onward.model.card;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the JSON of the section {@code reference}: the entries of its content after its version. */
final class ReferenceJson {

    private static final String VERSION = "version";

    private ReferenceJson() {}

    static SimpleModule module() {
        return new SimpleModule()
                .addDeserializer(ReferenceSection.class, new Reader())
                .addSerializer(ReferenceSection.class, new Writer());
    }

    private static final class Reader extends ValueDeserializer<ReferenceSection> {

        @Override
        public ReferenceSection deserialize(JsonParser json, DeserializationContext context) {
            JsonNode tree = context.readTree(json);
            JsonNode version = tree.path(VERSION);
            if (!version.isIntegralNumber() || !version.canConvertToInt() || version.intValue() < 1) {
                return context.reportInputMismatch(this, "expected an object with a version of at least 1");
            }
            if (version.intValue() > ReferenceSection.VERSION) {
                return ReferenceSection.newer(version.intValue(), tree);
            }
            ((ObjectNode) tree).remove(VERSION);
            return ReferenceSection.of(context.readTreeAsValue(tree, Reference.class));
        }
    }

    private static final class Writer extends ValueSerializer<ReferenceSection> {

        @Override
        public void serialize(ReferenceSection section, JsonGenerator json, SerializationContext context) {
            if (section.newer().isPresent()) {
                context.writeTree(json, section.newer().get());
                return;
            }
            json.writeStartObject();
            json.writeNumberProperty(VERSION, section.version());
            section.content().ifPresent(content -> context.findValueSerializer(Reference.class)
                    .unwrappingSerializer(tools.jackson.databind.util.NameTransformer.NOP)
                    .serialize(content, json, context));
            json.writeEndObject();
        }
    }
}
